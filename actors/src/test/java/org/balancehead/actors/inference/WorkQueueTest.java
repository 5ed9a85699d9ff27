package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private static final SessionId ANNE = new SessionId("anne");
    private static final SessionId BEN = new SessionId("ben");
    private static final SessionId CARO = new SessionId("caro");

    private final ActorRef<Outcome> nobody = TestInbox.<Outcome>create().getRef();

    @Test
    void servesSessionsInTurnEachLaneByItself() {
        WorkQueue queue = new WorkQueue(HeadWorkbench.LANES, 8, 8);
        Work sliceOfAnne = slice(ANNE);
        Work viewOfBen = view(BEN);
        Work viewOfAnne = view(ANNE);
        List.of(sliceOfAnne, viewOfBen, viewOfAnne).forEach(work -> queue.offer(work, 0));

        List<Work> views = drainInOrder(queue, Lane.RENDERING);
        List<Work> slices = drainInOrder(queue, Lane.INVERTING);

        assertThat(views).containsExactly(viewOfBen, viewOfAnne);
        assertThat(slices).containsExactly(sliceOfAnne);
    }

    @Test
    void holdsOneTicketASessionAndLane() {
        WorkQueue queue = new WorkQueue(HeadWorkbench.LANES, 8, 8);
        queue.offer(view(ANNE), 0);

        Optional<Refusal> secondView = queue.offer(view(ANNE), 0);
        Optional<Refusal> slice = queue.offer(slice(ANNE), 0);

        assertThat(secondView).hasValue(Refusal.BUSY);
        assertThat(slice).isEmpty();
    }

    @Test
    void refusesWorkBeyondTheTicketsOfAllLanesTogether() {
        WorkQueue queue = new WorkQueue(HeadWorkbench.LANES, 2, 8);
        queue.offer(view(ANNE), 0);
        queue.offer(slice(BEN), 0);

        Optional<Refusal> third = queue.offer(view(CARO), 0);

        assertThat(third).hasValue(Refusal.NO_TICKET);
        assertThat(queue.depth(Lane.RENDERING)).isEqualTo(1);
        assertThat(queue.depth(Lane.INVERTING)).isEqualTo(1);
    }

    @Test
    void dropsOnlyTheWorkOfOneSession() {
        WorkQueue queue = new WorkQueue(HeadWorkbench.LANES, 8, 8);
        Work viewOfBen = view(BEN);
        List.of(view(ANNE), viewOfBen, slice(ANNE)).forEach(work -> queue.offer(work, 0));

        List<Work> removed = queue.remove(ANNE);

        assertThat(removed).hasSize(2);
        assertThat(drainInOrder(queue, Lane.RENDERING)).containsExactly(viewOfBen);
        assertThat(queue.depth(Lane.INVERTING)).isZero();
    }

    private static List<Work> drainInOrder(WorkQueue queue, Lane lane) {
        List<Work> order = new ArrayList<>();
        for (Optional<WorkQueue.Ticket> next = queue.next(lane); next.isPresent(); next = queue.next(lane)) {
            order.add(next.get().work());
        }
        return order;
    }

    private Work view(SessionId session) {
        return new Work.RenderView(session, CameraPose.orbit(0, 0), Duration.ofMinutes(1), nobody);
    }

    private Work slice(SessionId session) {
        return new Work.InvertSlice(session, Priority.FOREGROUND, List.of(), 1, Bar.NONE, nobody);
    }
}
