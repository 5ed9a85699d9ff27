package org.balancehead.actors.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.archive.AvatarRevival;
import org.balancehead.actors.avatar.AvatarReconstruction;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.metrics.Step;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * A session after its hello: passes on what the client wants to the session's children, and tells the client what they
 * report. Confined to the session.
 */
final class Conversation {
    private final Limits limits;
    private final ActorRef<CameraIntake.Command> intake;
    private final ActorRef<AvatarReconstruction.Command> reconstruction;
    private final ActorRef<ViewStream.Command> views;
    private final SessionMoves moves;
    private final Keepsake keepsake;
    private final AnalysisRate analysis;
    private final SessionTally tally;
    private final Consumer<ServerMessage> client;
    private final Mishaps mishaps;
    private final CapturePace capturePace;
    private @Nullable Revision shown;
    private long chosenNanos;
    private boolean forgetting;

    /** Whether a kept avatar is on its way: nobody else is looked for meanwhile. */
    private boolean reviving;

    private boolean forgetWhenRevived;
    private boolean paused;

    Conversation(
            SessionSettings settings,
            Agreement agreement,
            SessionCrew crew,
            SessionMoves moves,
            Keepsake keepsake,
            SessionTally tally,
            Consumer<ServerMessage> client) {
        this.limits = settings.limits();
        this.intake = crew.intake();
        this.reconstruction = crew.reconstruction();
        this.views = crew.views();
        this.moves = moves;
        this.keepsake = keepsake;
        this.tally = tally;
        this.client = client;
        this.mishaps = new Mishaps(client);
        double capturesPerSecond = 1e9 / settings.capturePeriod().toNanos();
        this.capturePace = new CapturePace(capturesPerSecond);
        this.analysis = new AnalysisRate(
                intake,
                agreement.fps(),
                capturesPerSecond,
                1e9 / settings.settledCapturePeriod().toNanos(),
                agreement.mode());
    }

    /** Whatever a client says after {@code hello}, but for {@code bye}. */
    void onMessage(ClientMessage message) {
        if (message instanceof ClientMessage.View view) {
            views.tell(new ViewStream.LookFrom(view.mode()));
            analysis.look(view.mode());
            tally.looks(view.mode());
        } else if (message instanceof ClientMessage.Credit credit) {
            views.tell(new ViewStream.GrantCredit(credit.frames()));
            reconstruction.tell(new AvatarReconstruction.NoteWatched());
        } else if (message instanceof ClientMessage.Ack ack) {
            capturePace.acknowledged();
            views.tell(new ViewStream.Acknowledge(ack.sequence()));
        } else if (message instanceof ClientMessage.Keyframe) {
            views.tell(new ViewStream.BeginAnew());
        } else if (message instanceof ClientMessage.Recapture) {
            forgetPerson();
        } else if (message instanceof ClientMessage.Keep) {
            keepsake.keep(moves.at(), shown != null);
        } else if (message instanceof ClientMessage.Export export) {
            client.accept(exportRefusal(export));
        } else if (message instanceof ClientMessage.Ping ping) {
            client.accept(
                    new ServerMessage.Pong(ping.idJson(), ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
        }
    }

    void onFrame(Frame frame) {
        FrameHeader header = frame.header();
        if (header.codec() != Codec.JPEG) {
            client.accept(problem(ErrorCode.UNSUPPORTED_CODEC, "Camera frames must be jpeg, as was agreed.", header));
        } else if (header.width() > limits.maxFrameWidth() || header.height() > limits.maxFrameHeight()) {
            client.accept(problem(
                    ErrorCode.FRAME_TOO_LARGE,
                    "The frame is %d×%d, the limit is %d×%d (maxFrameWidth, maxFrameHeight): send smaller frames."
                            .formatted(
                                    header.width(), header.height(), limits.maxFrameWidth(), limits.maxFrameHeight()),
                    header));
        } else {
            intake.tell(new CameraIntake.OfferFrame(frame));
        }
    }

    /** A kept avatar is on its way to the device; {@link #onRevival} tells the end of that. */
    void awaitRevival() {
        reviving = true;
        moves.hold();
        analysis.settle(true);
    }

    void onRevival(AvatarRevival.Event event) {
        if (!reviving) {
            return; // the revival's own end
        }
        reviving = false;
        if (event instanceof AvatarRevival.Revived revived) {
            reconstruction.tell(new AvatarReconstruction.ShowKept(revived.revision(), revived.views()));
        } else if (event instanceof AvatarRevival.ToBeMade made) {
            chosenNanos = System.nanoTime();
            reconstruction.tell(new AvatarReconstruction.MakeKept(made.views()));
        } else {
            analysis.settle(false);
            client.accept(Wording.notRevived(event));
        }
        moves.release();
        if (forgetWhenRevived) {
            forgetWhenRevived = false;
            forgetPerson();
        }
    }

    /** The client is away: nothing is made for it. Done when {@link #paused()}. */
    void pause() {
        chosenNanos = 0;
        capturePace.withoutViews();
        reconstruction.tell(new AvatarReconstruction.Pause());
        views.tell(new ViewStream.Pause());
    }

    /** Whether all that was made before the pause has come. */
    boolean paused() {
        return paused;
    }

    /** The client is back, perhaps with another camera: it numbers its frames anew, and gives credit anew. */
    void goOn() {
        paused = false;
        intake.tell(new CameraIntake.StartOver());
        if (shown != null) {
            client.accept(Wording.revised(shown));
        }
        reconstruction.tell(new AvatarReconstruction.GoOn());
    }

    void onIntake(IntakeEvent event) {
        if (event instanceof IntakeEvent.PoseSeen seen) {
            views.tell(new ViewStream.FollowPose(seen.pose(), seen.header().timeMicros(), seen.cameNanos()));
        } else if (event instanceof IntakeEvent.FrameSeen seen) {
            mishaps.workDone();
            if (!reviving) {
                reconstruction.tell(
                        new AvatarReconstruction.OfferView(seen.header().sequence(), seen.analysis()));
            }
        } else if (event instanceof IntakeEvent.FrameRefused refused) {
            client.accept(ServerMessage.Problem.ofFrame(refused.code(), refused.sentence(), refused.sequence()));
        } else if (event instanceof IntakeEvent.AnalyserRestarts) {
            mishaps.deviceRestarts();
        } else if (event instanceof IntakeEvent.AnalysisFailed) {
            client.accept(Wording.deviceFailed());
        }
    }

    void onReconstruction(AvatarReconstruction.Event event) {
        if (event instanceof AvatarReconstruction.PersonForgotten) {
            forgetting = false;
        } else if (event instanceof AvatarReconstruction.DeviceRestarts) {
            mishaps.deviceRestarts();
        } else if (event instanceof AvatarReconstruction.SliceFailed) {
            mishaps.workFailed();
        } else if (event instanceof AvatarReconstruction.ReconstructionFailed failed) {
            client.accept(
                    failed.why() == Outcome.Refusal.OUT_OF_MEMORY ? Wording.outOfMemory() : Wording.deviceFailed());
        } else if (event instanceof AvatarReconstruction.ViewJudged judged) {
            onJudged(judged);
        } else if (event instanceof AvatarReconstruction.MadeFrom made) {
            keepsake.onPictures(made);
        } else if (event instanceof AvatarReconstruction.MoveGivenUp givenUp) {
            moves.onGivenUp(givenUp.sentence());
        } else if (forgetting) {
            return; // of the person before
        } else if (event instanceof AvatarReconstruction.AvatarRevised revised) {
            shown = revised.revision();
            client.accept(Wording.revised(revised.revision()));
            views.tell(new ViewStream.ShowAvatar(revised.revision().number()));
        } else if (event instanceof AvatarReconstruction.MoveReady ready) {
            moves.onReady(ready.revision());
        } else if (event instanceof AvatarReconstruction.Progressed progressed) {
            mishaps.workDone();
            analysis.settle(progressed.slice().stage().compareTo(Stage.W_PLUS) >= 0);
            client.accept(Wording.progress(progressed.slice(), shown));
        }
    }

    /** The view that is to be shown next, if the event is one. */
    Optional<Frame> onViews(ViewEvent event) {
        if (event instanceof ViewEvent.ViewMade made) {
            mishaps.workDone();
            if (chosenNanos != 0) {
                tally.metrics().work().took(Step.FIRST_VIEW, Duration.ofNanos(System.nanoTime() - chosenNanos));
                chosenNanos = 0;
            }
            return Optional.of(made.frame());
        }
        if (event instanceof ViewEvent.AvatarLost) {
            reconstruction.tell(new AvatarReconstruction.MakeAgain());
        } else if (event instanceof ViewEvent.Moved) {
            moves.onMoved(this::tellMove);
        } else if (event instanceof ViewEvent.Paused) {
            paused = true;
        } else if (event instanceof ViewEvent.DeviceRestarts) {
            mishaps.deviceRestarts();
        } else if (event instanceof ViewEvent.ViewFailed) {
            mishaps.workFailed();
        } else if (event instanceof ViewEvent.ViewsFailed) {
            client.accept(Wording.deviceFailed());
        }
        return Optional.empty();
    }

    /** The socket took the last view. */
    void onViewTaken() {
        views.tell(new ViewStream.MakeNext());
    }

    private void tellMove(SessionMove done) {
        client.accept(new ServerMessage.ModelChanged(Wording.model(done.to().model())));
        if (!forgetting && done.revision().isPresent()) {
            shown = done.revision().get();
            client.accept(Wording.revised(shown));
        }
    }

    private void onJudged(AvatarReconstruction.ViewJudged judged) {
        long now = System.nanoTime();
        if (judged.chosen() && shown == null && chosenNanos == 0) {
            chosenNanos = now;
        }
        if (judged.chosen() || capturePace.isDue(now)) {
            capturePace.told(now);
            client.accept(Wording.capture(judged.sequence(), judged.view(), judged.chosen()));
        }
    }

    private void forgetPerson() {
        if (reviving) {
            forgetWhenRevived = true;
            return;
        }
        shown = null;
        chosenNanos = 0;
        forgetting = true;
        capturePace.withoutViews();
        analysis.settle(false);
        views.tell(new ViewStream.HideAvatar());
        reconstruction.tell(new AvatarReconstruction.ForgetPerson());
    }

    private ServerMessage exportRefusal(ClientMessage.Export export) {
        return shown == null
                ? Wording.noAvatar("export")
                : ServerMessage.Problem.of(
                        ErrorCode.EXPORT_FAILED,
                        "This server cannot export %s from a stream: use `balancehead reconstruct`."
                                .formatted(export.format().wireName()));
    }

    private static ServerMessage problem(ErrorCode code, String sentence, FrameHeader header) {
        return ServerMessage.Problem.ofFrame(code, sentence, header.sequence());
    }
}
