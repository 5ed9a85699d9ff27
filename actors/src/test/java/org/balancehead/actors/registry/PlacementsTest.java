package org.balancehead.actors.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentCoordinator.MoveBegan;
import org.balancehead.actors.deployment.DeploymentCoordinator.MoveEnded;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionBegan;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionEnded;
import org.balancehead.actors.fakes.CountedVersions;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.actors.session.AvatarSession;
import org.balancehead.actors.session.Devices;
import org.balancehead.actors.session.MoveAnswer;
import org.balancehead.model.ModelVersion;
import org.junit.jupiter.api.Test;

class PlacementsTest {
    private static final SessionId ANNE = new SessionId("anne");
    private static final SessionId BEN = new SessionId("ben");
    private static final SessionId CARO = new SessionId("caro");

    private final TestInbox<DeploymentCoordinator.Command> coordinator = TestInbox.create();
    private final TestInbox<MoveAnswer> answers = TestInbox.create();
    private final TestInbox<DeviceRequest> analyser = TestInbox.create();
    private final Map<Integer, TestInbox<DeviceRequest>> renderers = new HashMap<>();
    private final Map<SessionId, TestInbox<AvatarSession.Command>> sessions = new HashMap<>();
    private final CountedVersions metrics = new CountedVersions();
    private final Placements placements = new Placements(2, coordinator.getRef(), answers.getRef(), metrics);

    @Test
    void movesAFewAtATime() {
        List.of(ANNE, BEN, CARO).forEach(session -> begin(session, 1));

        placements.gather(devices(2));
        List<SessionId> moving = moving(2);
        placements.onAnswer(new MoveAnswer.Moved(moving.get(0), 2));

        assertThat(moving).hasSize(2);
        assertThat(moving(2)).hasSize(1).doesNotContainAnyElementsOf(moving);
        assertThat(metrics.mostMoves()).isEqualTo(2);
        assertThat(metrics.moved()).isEqualTo(1);
    }

    @Test
    void tellsTheCoordinatorAndTheFormerDeviceOfAMove() {
        begin(ANNE, 1);
        placements.gather(devices(2));

        placements.onAnswer(new MoveAnswer.Moved(ANNE, 2));

        assertThat(coordinator.getAllReceived())
                .containsExactly(
                        new SessionBegan(1),
                        new MoveBegan(2),
                        new SessionBegan(2),
                        new MoveEnded(2),
                        new SessionEnded(1));
        assertThat(renderer(1).getAllReceived()).containsExactly(new DeviceRequest.EndSession(ANNE));
        assertThat(renderer(2).getAllReceived()).isEmpty();
    }

    @Test
    void leavesASessionWhereItStaysAndFreesWhatTheOtherDeviceHas() {
        begin(ANNE, 1);
        placements.gather(devices(2));

        placements.onAnswer(new MoveAnswer.Stayed(ANNE, 2, "It did not become as good."));
        placements.end(ANNE);

        assertThat(coordinator.getAllReceived())
                .containsExactly(new SessionBegan(1), new MoveBegan(2), new MoveEnded(2), new SessionEnded(1));
        assertThat(renderer(2).getAllReceived()).containsExactly(new DeviceRequest.EndSession(ANNE));
        assertThat(metrics.stayed()).isEqualTo(1);
    }

    @Test
    void freesBothDevicesOfASessionThatEndsOnTheWay() {
        begin(ANNE, 1);
        placements.gather(devices(2));

        placements.end(ANNE);
        placements.onAnswer(new MoveAnswer.Moved(ANNE, 2));

        assertThat(coordinator.getAllReceived())
                .containsExactly(new SessionBegan(1), new MoveBegan(2), new MoveEnded(2), new SessionEnded(1));
        assertThat(renderer(1).getAllReceived()).containsExactly(new DeviceRequest.EndSession(ANNE));
        assertThat(renderer(2).getAllReceived()).containsExactly(new DeviceRequest.EndSession(ANNE));
        assertThat(analyser.getAllReceived()).containsExactly(new DeviceRequest.EndSession(ANNE));
    }

    @Test
    void callsThoseBackWhoAreOnTheirWayToAVersionThatServesNoMore() {
        begin(ANNE, 1);
        begin(BEN, 1);
        placements.gather(devices(2));
        moving(2);

        placements.gather(devices(3));
        List<Object> told = List.of(told(ANNE), told(BEN));
        placements.onAnswer(new MoveAnswer.Stayed(ANNE, 2, "It was called off."));
        placements.onAnswer(new MoveAnswer.Moved(BEN, 2));

        assertThat(told).containsOnly(new AvatarSession.Stay());
        assertThat(moving(3)).containsExactlyInAnyOrder(ANNE, BEN);
    }

    private void begin(SessionId session, int version) {
        TestInbox<AvatarSession.Command> inbox = TestInbox.create();
        sessions.put(session, inbox);
        placements.begin(session, inbox.getRef(), devices(version));
    }

    private AvatarSession.Command told(SessionId session) {
        return requireNonNull(sessions.get(session)).receiveMessage();
    }

    /** Sessions that were told to move there since this was asked last. */
    private List<SessionId> moving(int version) {
        return sessions.entrySet().stream()
                .filter(session -> session.getValue().hasMessages())
                .filter(session -> session.getValue()
                        .receiveMessage()
                        .equals(new AvatarSession.MoveTo(devices(version), answers.getRef())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Devices devices(int version) {
        ModelVersion model = new ModelVersion("fake", Integer.toString(version), version, "tiny", "digest");
        return new Devices(
                new ServedModel(model, FakeHeadModel.SIZE), renderer(version).getRef(), analyser.getRef());
    }

    private TestInbox<DeviceRequest> renderer(int version) {
        return renderers.computeIfAbsent(version, number -> TestInbox.create());
    }
}
