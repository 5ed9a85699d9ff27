package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int PATIENCE = 3;
    private static final int SESSIONS = 8;

    private final ActorRef<Outcome> nobody = TestInbox.<Outcome>create().getRef();
    private final Turns turns = new Turns(PATIENCE);

    @Property
    void servesNoSessionTwiceWhileAnotherWaits(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 3 * SESSIONS - 1) Integer> actions) {
        Map<String, Map<String, Integer>> servedMeanwhile = new HashMap<>();
        for (int action : actions) {
            String name = "session " + action % SESSIONS;
            SessionId session = new SessionId(name);
            switch (action / SESSIONS) {
                case 0 -> {
                    if (!turns.waits(session)) {
                        turns.add(ticket(name, Priority.FOREGROUND));
                        servedMeanwhile.put(name, new HashMap<>());
                    }
                }
                case 1 -> turns.remove(session).ifPresent(work -> turns.add(ticket(name, Priority.FOREGROUND)));
                default ->
                    turns.next().ifPresent(served -> {
                        String who = served.work().session().value();
                        servedMeanwhile.remove(who);
                        servedMeanwhile.values().forEach(counts -> counts.merge(who, 1, Integer::sum));
                    });
            }

            assertThat(servedMeanwhile.values())
                    .allSatisfy(counts -> assertThat(counts.values()).allMatch(times -> times < 2));
        }
    }

    @Property
    void sharesEquallyAmongSessionsThatAlwaysWant(@ForAll @IntRange(min = 1, max = 20) int sessions) {
        Turns all = new Turns(PATIENCE);
        Map<SessionId, Integer> served = new HashMap<>();
        IntStream.range(0, sessions).forEach(i -> all.add(ticket("session " + i, Priority.FOREGROUND)));

        for (int i = 0; i < 5 * sessions; i++) {
            SessionId session = all.next().orElseThrow().work().session();
            served.merge(session, 1, Integer::sum);
            all.add(ticket(session.value(), Priority.FOREGROUND));
        }

        assertThat(served.values()).hasSize(sessions).allMatch(times -> times == 5);
    }

    @Test
    void takesTheMoreUrgentFirstButNeverPassesAPriorityOverForEver() {
        turns.add(ticket("background", Priority.BACKGROUND));
        turns.add(ticket("refining", Priority.FOREGROUND));
        List<String> order = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            turns.add(ticket("first view " + i, Priority.FIRST_VIEW));
            String served = next();
            order.add(served.replaceAll(" \\d+", ""));
            if (served.equals("refining")) {
                turns.add(ticket("refining", Priority.FOREGROUND));
            }
        }

        assertThat(order)
                .containsExactly(
                        "first view",
                        "first view",
                        "first view",
                        "refining",
                        "background",
                        "first view",
                        "first view",
                        "first view",
                        "refining",
                        "first view");
    }

    @Test
    void keepsTheTurnOfASessionWhoseWorkIsTakenOutAndGivenAgain() {
        turns.add(ticket("anne", Priority.FOREGROUND));
        turns.add(ticket("ben", Priority.FOREGROUND));
        turns.next();
        turns.add(ticket("anne", Priority.FOREGROUND));

        turns.remove(new SessionId("ben"));
        turns.add(ticket("ben", Priority.FOREGROUND));

        assertThat(next()).isEqualTo("ben");
        assertThat(next()).isEqualTo("anne");
    }

    @Test
    void takesOutWhatHasWaitedTooLongAndKeepsItsTurn() {
        Work late = new Work.RenderView(new SessionId("anne"), CameraPose.orbit(0, 0), Duration.ofNanos(10), nobody);
        turns.add(new WorkQueue.Ticket(late, 0));
        turns.add(ticket("ben", Priority.FOREGROUND));

        List<Work> inTime = turns.removeLate(10);
        List<Work> tooLate = turns.removeLate(11);

        assertThat(inTime).isEmpty();
        assertThat(tooLate).containsExactly(late);
        assertThat(turns.waits(new SessionId("ben"))).isTrue();
    }

    @Test
    void remembersNothingOfASessionThatLeft() {
        turns.add(ticket("anne", Priority.FOREGROUND));
        turns.next();
        turns.leave(new SessionId("anne"));
        turns.add(ticket("anne", Priority.FOREGROUND));
        turns.add(ticket("ben", Priority.FOREGROUND));

        assertThat(next()).isEqualTo("anne");
    }

    private String next() {
        Optional<WorkQueue.Ticket> next = turns.next();
        return next.orElseThrow().work().session().value();
    }

    private WorkQueue.Ticket ticket(String session, Priority priority) {
        return new WorkQueue.Ticket(
                new Work.InvertSlice(new SessionId(session), priority, List.of(), 1, Bar.NONE, nobody), 0);
    }
}
