package org.balancehead.actors.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final LinkedBlockingQueue<Double> verdicts = new LinkedBlockingQueue<>();
    private final TestProbe<Evaluator.Report> run = KIT.createTestProbe();
    private final ActorRef<Evaluator.Command> evaluator =
            KIT.spawn(Evaluator.create(this::judge, DispatcherSelector.blocking(), run.ref()));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void letsANewerCheckpointTakeThePlaceOfOneThatWaits() {
        evaluator.tell(judge(1));
        evaluator.tell(judge(2));
        evaluator.tell(judge(3));
        assertThat(run.receiveMessage()).isEqualTo(new Evaluator.Replaced(judge(2)));

        verdicts.add(0.1);
        verdicts.add(0.3);

        assertThat(run.receiveMessage()).isEqualTo(new Evaluator.Judged(judge(1), Map.of("quality", 0.1)));
        assertThat(run.receiveMessage()).isEqualTo(new Evaluator.Judged(judge(3), Map.of("quality", 0.3)));
    }

    @Test
    void goesOnAfterACheckpointThatCannotBeJudged() {
        evaluator.tell(judge(1));
        evaluator.tell(judge(2));

        verdicts.add(Double.NaN);
        verdicts.add(0.2);

        assertThat(run.receiveMessage()).isEqualTo(new Evaluator.NotJudged(judge(1), "not to be judged"));
        assertThat(run.receiveMessage()).isEqualTo(new Evaluator.Judged(judge(2), Map.of("quality", 0.2)));
    }

    private static Evaluator.Judge judge(int step) {
        return new Evaluator.Judge(step, Path.of("step-" + step));
    }

    private Map<String, Double> judge(Path checkpoint) throws IOException {
        try {
            double verdict = verdicts.take();
            if (Double.isNaN(verdict)) {
                throw new IOException("not to be judged");
            }
            return Map.of("quality", verdict);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
