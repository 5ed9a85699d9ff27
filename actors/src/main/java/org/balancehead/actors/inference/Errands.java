package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;

/**
 * What devices were asked and have not answered yet: each question is answered, even when its device vanishes. Confined
 * to the pool.
 */
final class Errands {
    /** After which an answer has been lost on its way; all work is done or refused long before. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final class Errand {
        final SessionId session;
        final ActorRef<Outcome> replyTo;
        final ActorRef<Outcome> answers;
        PooledDevice device;

        Errand(DeviceRequest.Question question, ActorRef<Outcome> answers, PooledDevice device) {
            this.session = question.session();
            this.replyTo = question.replyTo();
            this.answers = answers;
            this.device = device;
        }
    }

    private final ActorContext<DevicePool.Command> context;
    private final Map<Long, Errand> open = new HashMap<>();
    private long last;

    Errands(ActorContext<DevicePool.Command> context) {
        this.context = context;
    }

    /** Asks a device that has joined; the pool hears the answer. */
    void ask(PooledDevice device, DeviceRequest.Question question) {
        long number = ++last;
        context.ask(
                Outcome.class,
                device.orders(),
                LONGEST,
                (ActorRef<Outcome> answers) -> {
                    open.put(number, new Errand(question, answers, device));
                    return question.answeredTo(answers);
                },
                (outcome, lost) -> new DevicePool.Answered(
                        number, lost == null ? outcome : new Outcome.WorkRefused(Refusal.WORKER_CRASHED)));
    }

    /** Passes an answer on, unless nobody waits for it any more. */
    void answered(DevicePool.Answered answer) {
        Errand errand = open.remove(answer.errand());
        if (errand != null) {
            errand.replyTo.tell(answer.outcome());
        }
    }

    /** Work that waited on one device goes to another. */
    void move(Work waiting, PooledDevice to) {
        open.values().stream()
                .filter(errand -> errand.answers.equals(waiting.replyTo()))
                .forEach(errand -> errand.device = to);
        to.tell(new DeviceRequest.Submit(waiting));
    }

    /** The session is over: nobody waits. */
    void end(SessionId session) {
        open.values().removeIf(errand -> errand.session.equals(session));
    }

    /** A device is no more, with all that it had in hand. */
    void vanished(PooledDevice device) {
        refuse(errand -> errand.device == device, Refusal.WORKER_CRASHED);
    }

    /** No answer comes any more. */
    void refuseAll(Refusal why) {
        refuse(errand -> true, why);
    }

    private void refuse(Predicate<Errand> which, Refusal why) {
        open.values().removeIf(errand -> {
            boolean refused = which.test(errand);
            if (refused) {
                errand.replyTo.tell(new Outcome.WorkRefused(why));
            }
            return refused;
        });
    }
}
