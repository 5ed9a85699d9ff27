package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
    void putsViewsBeforeSlicesAndServesSessionsInTurn() {
        WorkQueue queue = new WorkQueue(8, 4);
        Work sliceOfAnne = slice(ANNE);
        Work viewOfBen = view(BEN);
        Work viewOfAnne = view(ANNE);
        List.of(sliceOfAnne, viewOfBen, viewOfAnne).forEach(work -> queue.offer(work, 0));

        List<Work> order = drainInOrder(queue);

        assertThat(order).containsExactly(viewOfBen, viewOfAnne, sliceOfAnne);
    }

    @Test
    void letsASliceRunAfterSoManyViews() {
        WorkQueue queue = new WorkQueue(8, 2);
        queue.offer(slice(ANNE), 0);
        List<Class<?>> order = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            queue.offer(view(BEN), 0);
            queue.offer(slice(ANNE), 0);
            order.add(queue.next().orElseThrow().work().getClass());
        }

        assertThat(order)
                .containsExactly(
                        Work.RenderView.class,
                        Work.RenderView.class,
                        Work.InvertSlice.class,
                        Work.RenderView.class,
                        Work.RenderView.class,
                        Work.InvertSlice.class);
    }

    @Test
    void holdsOneTicketASessionAndKind() {
        WorkQueue queue = new WorkQueue(8, 4);
        queue.offer(view(ANNE), 0);

        Optional<Refusal> secondView = queue.offer(view(ANNE), 0);
        Optional<Refusal> slice = queue.offer(slice(ANNE), 0);

        assertThat(secondView).hasValue(Refusal.BUSY);
        assertThat(slice).isEmpty();
    }

    @Test
    void refusesWorkBeyondItsTickets() {
        WorkQueue queue = new WorkQueue(2, 4);
        queue.offer(view(ANNE), 0);
        queue.offer(view(BEN), 0);

        Optional<Refusal> third = queue.offer(view(CARO), 0);

        assertThat(third).hasValue(Refusal.NO_TICKET);
        assertThat(queue.depth()).isEqualTo(2);
    }

    @Test
    void dropsOnlyTheWorkOfOneSession() {
        WorkQueue queue = new WorkQueue(8, 4);
        Work viewOfBen = view(BEN);
        List.of(view(ANNE), viewOfBen, slice(ANNE)).forEach(work -> queue.offer(work, 0));

        List<Work> removed = queue.remove(ANNE);

        assertThat(removed).hasSize(2);
        assertThat(drainInOrder(queue)).containsExactly(viewOfBen);
    }

    private static List<Work> drainInOrder(WorkQueue queue) {
        List<Work> order = new ArrayList<>();
        for (Optional<WorkQueue.Ticket> next = queue.next(); next.isPresent(); next = queue.next()) {
            order.add(next.get().work());
        }
        return order;
    }

    private Work view(SessionId session) {
        return new Work.RenderView(session, CameraPose.orbit(0, 0), nobody);
    }

    private Work slice(SessionId session) {
        return new Work.InvertSlice(session, List.of(), 1, OptionalDouble.empty(), nobody);
    }
}
