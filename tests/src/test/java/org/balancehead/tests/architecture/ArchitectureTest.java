package org.balancehead.tests.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.balancehead.actors.inference.DeviceMessage;

@AnalyzeClasses(
        packages = "org.balancehead",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    @ArchTest
    static final ArchRule PROTOCOL_USES_NOTHING_OF_OURS = ModuleRules.moduleUsesOnly("protocol");

    @ArchTest
    static final ArchRule MODEL_USES_NOTHING_OF_OURS = ModuleRules.moduleUsesOnly("model");

    @ArchTest
    static final ArchRule STREAMING_USES_THE_PROTOCOL = ModuleRules.moduleUsesOnly("streaming", "protocol");

    @ArchTest
    static final ArchRule ACTORS_DO_NOT_USE_THE_SERVER =
            ModuleRules.moduleUsesOnly("actors", "streaming", "model", "protocol");

    @ArchTest
    static final ArchRule PEKKO_IS_BANNED_FROM_MODEL_AND_PROTOCOL =
            ModuleRules.bannedFrom("org.apache.pekko..", "model", "protocol");

    @ArchTest
    static final ArchRule THE_ENGINE_STANDS_ONLY_IN_MODEL = ModuleRules.standsOnlyIn("model", "ai.djl..");

    @ArchTest
    static final ArchRule THE_ENGINE_BRIDGE_IS_USED_ONLY_BY_THE_TENSOR_LAYER =
            ModuleRules.engineBridgeIsUsedOnlyByTheTensorLayer();

    @ArchTest
    static final ArchRule NUMBERS_GO_THROUGH_THE_TENSOR_LAYER = ModuleRules.numbersGoThroughTheTensorLayer();

    @ArchTest
    static final ArchRule VIDEO_LIBRARIES_STAND_ONLY_IN_STREAMING_VIDEO =
            ModuleRules.standsOnlyIn("streaming.video", "org.bytedeco.javacv..", "org.bytedeco.ffmpeg..");

    @ArchTest
    static final ArchRule HTTP_STANDS_ONLY_IN_SERVER = ModuleRules.standsOnlyIn(
            "server", "org.apache.pekko.http..", "java.net.http..", "com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule ENGINE_TYPES_STAY_INSIDE_THE_MODEL = ModelEdgeRule.engineTypesStayInside();

    @ArchTest
    static final ArchRule PACKAGES_ARE_NOUNS_OF_THE_DOMAIN = NamingRules.packagesAreNounsOfTheDomain();

    @ArchTest
    static final ArchRule TYPES_HAVE_NO_EMPTY_SUFFIX = NamingRules.typesHaveNoEmptySuffix();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_DESCRIBED = NamingRules.everyPackageIsDescribed();

    @ArchTest
    static final ArchRule ACTORS_HANDLE_THEIR_WHOLE_PROTOCOL = ActorProtocolRule.actorsHandleTheirWholeProtocol();

    @ArchTest
    static final ArchRule WHAT_SESSIONS_AND_DEVICES_TELL_EACH_OTHER_BEARS_THE_MARK =
            DeviceMessageRule.messagesAcrossBearTheMark(DeviceMessage.class);

    @ArchTest
    static final ArchRule WHAT_SESSIONS_AND_DEVICES_TELL_EACH_OTHER_IS_MADE_OF_VALUES =
            DeviceMessageRule.markedMessagesAreMadeOfValues(DeviceMessage.class);

    @ArchTest
    static final ArchRule LIVE_CODE_READS_NO_WALL_CLOCK = ClockRule.liveCodeReadsNoWallClock(
            "actors.archive.AvatarArchivist", // kept avatars' files name a moment; Lifetimes guards against jumps
            "actors.session.Conversation", // a pong tells the client the time, and nothing goes by it
            "server.security.VisitorDoor", // tokens name the moment at which they expire
            "server.security.TlsPort"); // so do certificates

    /** Tests of other modules come as jars when the modules have been packaged. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
