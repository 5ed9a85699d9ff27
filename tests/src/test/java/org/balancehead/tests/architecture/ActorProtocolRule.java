package org.balancehead.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An actor handles every message of its sealed {@code Command}, which the compiler of Java 17 does not check: each
 * permitted record must occur in the actor's code as a class object or in an {@code instanceof}.
 */
final class ActorProtocolRule {
    private ActorProtocolRule() {}

    static ArchRule actorsHandleTheirWholeProtocol() {
        return classes()
                .that(describe(
                        "have a sealed Command",
                        type -> protocols(type).findAny().isPresent()))
                .should(new HandleEveryCommand())
                .allowEmptyShould(true);
    }

    private static Stream<Class<?>> protocols(JavaClass actor) {
        return Stream.<Class<?>>of(actor.reflect().getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().equals("Command") && nested.isSealed());
    }

    private static final class HandleEveryCommand extends ArchCondition<JavaClass> {
        HandleEveryCommand() {
            super("handle every permitted Command");
        }

        @Override
        public void check(JavaClass actor, ConditionEvents events) {
            Set<String> handled = handled(actor);
            protocols(actor)
                    .flatMap(protocol -> forgotten(protocol, handled))
                    .forEach(message -> events.add(SimpleConditionEvent.violated(
                            actor, "%s does not handle %s".formatted(actor.getName(), message.getName()))));
        }

        private static Stream<Class<?>> forgotten(Class<?> message, Set<String> handled) {
            if (handled.contains(message.getName())) {
                return Stream.empty();
            }
            return message.isSealed()
                    ? Stream.of(message.getPermittedSubclasses()).flatMap(narrower -> forgotten(narrower, handled))
                    : Stream.of(message);
        }

        private static Set<String> handled(JavaClass actor) {
            Set<String> names = new HashSet<>();
            actor.getPackage().getClasses().stream()
                    .filter(type -> type.equals(actor) || type.getName().startsWith(actor.getName() + "$"))
                    .flatMap(type -> type.getCodeUnits().stream())
                    .forEach(code -> mentioned(code).map(JavaClass::getName).forEach(names::add));
            return names;
        }

        private static Stream<JavaClass> mentioned(JavaCodeUnit code) {
            return Stream.concat(
                    code.getReferencedClassObjects().stream().map(reference -> reference.getRawType()),
                    code.getInstanceofChecks().stream().map(check -> check.getRawType()));
        }
    }
}
