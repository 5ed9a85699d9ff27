package org.balancehead.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Which module may use which, and where each library stands. */
final class ModuleRules {
    private static final List<String> MODULES = List.of("protocol", "model", "streaming", "actors", "server");

    /** The one class that needs the engine's package to reach its native calls. */
    private static final String ENGINE_BRIDGE = "ai.djl.pytorch.jni..";

    private ModuleRules() {}

    static ArchRule moduleUsesOnly(String module, String... others) {
        List<String> allowed =
                Stream.concat(Stream.of(module), Stream.of(others)).toList();
        String[] forbidden = MODULES.stream()
                .filter(name -> !allowed.contains(name))
                .map(ModuleRules::ours)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ours(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    static ArchRule bannedFrom(String library, String... modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(Stream.of(modules).map(ModuleRules::ours).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    static ArchRule standsOnlyIn(String home, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(ours(home), ENGINE_BRIDGE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries));
    }

    static ArchRule engineBridgeIsUsedOnlyByTheTensorLayer() {
        return noClasses()
                .that(not(resideInAnyPackage(ours("model.tensor"), ENGINE_BRIDGE)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE_BRIDGE);
    }

    /**
     * The engine's arithmetic with numbers makes an array of the number and closes it at once. A gradient keeps that
     * array, but its memory is Java's, which frees it at the next garbage collection: the gradient then reads what lies
     * there.
     */
    static ArchRule numbersGoThroughTheTensorLayer() {
        return noClasses()
                .that()
                .resideInAPackage(ours("model"))
                .should()
                .callMethodWhere(describe(
                        "arithmetic of NDArray with a Number",
                        call -> call.getTargetOwner().isEquivalentTo(NDArray.class)
                                && call.getTarget().getRawParameterTypes().stream()
                                        .anyMatch(type -> type.isEquivalentTo(Number.class))));
    }

    private static String ours(String module) {
        return "org.balancehead." + module + "..";
    }
}
