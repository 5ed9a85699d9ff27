package org.balancehead.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.balancehead.actors.planted.Bottle;
import org.balancehead.actors.planted.LooksAtTheWall;
import org.balancehead.model.planted.MultipliesByANumber;
import org.balancehead.model.planted.ShowsTheEngine;
import org.balancehead.model.planted.UsesTheBridge;
import org.balancehead.planted.util.HeadManager;
import org.balancehead.protocol.planted.KnowsEverybody;
import org.balancehead.streaming.planted.CarelessSender;
import org.balancehead.streaming.planted.ForgetfulActor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureRulesTest {
    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importClasses(
                    KnowsEverybody.class,
                    ShowsTheEngine.class,
                    MultipliesByANumber.class,
                    UsesTheBridge.class,
                    HeadManager.class,
                    ForgetfulActor.class,
                    ForgetfulActor.Command.class,
                    CarelessSender.class,
                    LooksAtTheWall.class,
                    Bottle.class,
                    Bottle.WithAPromise.class,
                    Bottle.WithATensor.class,
                    Bottle.Letter.class,
                    Bottle.Tensor.class,
                    Bottle.Unmarked.class);

    static Stream<Arguments> rulesAndWhoBreaksThem() {
        return Stream.of(
                arguments(ModuleRules.moduleUsesOnly("protocol"), "KnowsEverybody"),
                arguments(ModuleRules.bannedFrom("org.apache.pekko..", "protocol"), "KnowsEverybody"),
                arguments(ModuleRules.standsOnlyIn("model", "ai.djl.."), "KnowsEverybody"),
                arguments(ModuleRules.standsOnlyIn("server", "java.net.http.."), "KnowsEverybody"),
                arguments(ModuleRules.engineBridgeIsUsedOnlyByTheTensorLayer(), "UsesTheBridge"),
                arguments(ModuleRules.numbersGoThroughTheTensorLayer(), "MultipliesByANumber"),
                arguments(ModelEdgeRule.engineTypesStayInside(), "ShowsTheEngine.planes()"),
                arguments(NamingRules.packagesAreNounsOfTheDomain(), "HeadManager"),
                arguments(NamingRules.typesHaveNoEmptySuffix(), "HeadManager"),
                arguments(NamingRules.everyPackageIsDescribed(), "HeadManager"),
                arguments(
                        DeviceMessageRule.messagesAcrossBearTheMark(Bottle.class),
                        "CarelessSender tells " + Bottle.Unmarked.class.getName()),
                arguments(
                        DeviceMessageRule.markedMessagesAreMadeOfValues(Bottle.class),
                        "WithAPromise holds java.util.concurrent.CompletionStage"),
                arguments(
                        DeviceMessageRule.markedMessagesAreMadeOfValues(Bottle.class),
                        "WithATensor holds " + Bottle.Tensor.class.getName()),
                arguments(ClockRule.liveCodeReadsNoWallClock(), "LooksAtTheWall.callsNow()"),
                arguments(ClockRule.liveCodeReadsNoWallClock(), "LooksAtTheWall.refersToNow()"),
                arguments(ClockRule.liveCodeReadsNoWallClock(), "LooksAtTheWall.millis()"),
                arguments(ClockRule.liveCodeReadsNoWallClock(), "LooksAtTheWall.date()"),
                arguments(ClockRule.liveCodeReadsNoWallClock(), "LooksAtTheWall.source()"),
                arguments(ActorProtocolRule.actorsHandleTheirWholeProtocol(), "does not handle"));
    }

    @ParameterizedTest
    @MethodSource("rulesAndWhoBreaksThem")
    void findsThePlantedClassThatBreaksIt(ArchRule rule, String culprit) {
        String report = rule.evaluate(PLANTED).getFailureReport().toString();

        assertThat(report).contains(culprit);
    }

    @Test
    void namesTheOneMessageThatAnActorForgot() {
        ArchRule rule = ActorProtocolRule.actorsHandleTheirWholeProtocol();

        List<String> found = rule.evaluate(PLANTED).getFailureReport().getDetails();

        assertThat(found)
                .containsExactly(
                        ForgetfulActor.class.getName() + " does not handle " + ForgetfulActor.End.class.getName());
    }
}
