package org.balancehead.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Sessions and devices may be on different machines: what they tell each other bears a mark, and is made of values and
 * references to actors alone.
 */
final class DeviceMessageRule {
    private static final String OURS = "org.balancehead.";
    private static final List<String> FOREIGN_VALUES = List.of("java.lang.", "java.util.", "java.time.");
    private static final List<String> BOUND_TO_A_MACHINE = List.of(
            "java.lang.Thread",
            "java.lang.Runnable",
            "java.util.concurrent.",
            "java.util.function.",
            "java.util.stream.");

    private DeviceMessageRule() {}

    /** Whoever is outside of the mark's package holds references only to actors that are told marked messages. */
    static ArchRule messagesAcrossBearTheMark(Class<?> mark) {
        return classes().that(not(resideInAPackage(mark.getPackageName()))).should(new TellOnlyMarkedMessages(mark));
    }

    static ArchRule markedMessagesAreMadeOfValues(Class<?> mark) {
        return classes()
                .that(describe(
                        "bear the mark " + mark.getSimpleName(),
                        type -> !type.isInterface() && type.isAssignableTo(mark)))
                .should(new BeMadeOfValues());
    }

    private static final class TellOnlyMarkedMessages extends ArchCondition<JavaClass> {
        private final Class<?> mark;

        TellOnlyMarkedMessages(Class<?> mark) {
            super("hold references only to actors of its package that are told messages with its mark");
            this.mark = mark;
        }

        @Override
        public void check(JavaClass holder, ConditionEvents events) {
            Stream<JavaType> held = Stream.concat(
                    holder.getFields().stream().map(JavaField::getType),
                    holder.getCodeUnits().stream()
                            .flatMap(code ->
                                    Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream())));
            held.flatMap(TellOnlyMarkedMessages::told)
                    .filter(message ->
                            message.getPackageName().equals(mark.getPackageName()) && !message.isAssignableTo(mark))
                    .distinct()
                    .forEach(message -> events.add(SimpleConditionEvent.violated(
                            holder, "%s tells %s".formatted(holder.getName(), message.getName()))));
        }

        /** What actors are told to whom a type holds references. */
        private static Stream<JavaClass> told(JavaType type) {
            if (!(type instanceof JavaParameterizedType generic)) {
                return Stream.empty();
            }
            return generic.getActualTypeArguments().stream()
                    .flatMap(argument -> type.toErasure().isEquivalentTo(ActorRef.class)
                            ? Stream.of(argument.toErasure())
                            : told(argument));
        }
    }

    private static final class BeMadeOfValues extends ArchCondition<JavaClass> {
        BeMadeOfValues() {
            super("be made of values and references to actors");
        }

        @Override
        public void check(JavaClass message, ConditionEvents events) {
            check(message, message, new HashSet<>(), events);
        }

        private static void check(JavaClass message, JavaClass part, Set<JavaClass> seen, ConditionEvents events) {
            if (!seen.add(part)) {
                return;
            }
            part.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .forEach(field -> field.getType().getAllInvolvedRawTypes().stream()
                            .map(JavaClass::getBaseComponentType)
                            .forEach(type -> {
                                if (!isValue(type)) {
                                    events.add(SimpleConditionEvent.violated(
                                            message,
                                            "%s holds %s in %s"
                                                    .formatted(
                                                            message.getName(), type.getName(), field.getFullName())));
                                } else if (type.getName().startsWith(OURS)) {
                                    check(message, type, seen, events);
                                    type.getSubclasses().forEach(narrower -> check(message, narrower, seen, events));
                                }
                            }));
        }

        private static boolean isValue(JavaClass type) {
            String name = type.getName();
            if (type.isPrimitive() || type.isEquivalentTo(ActorRef.class)) {
                return true;
            }
            if (name.startsWith(OURS)) {
                return !type.isAssignableTo(AutoCloseable.class) && !type.isAnnotatedWith(FunctionalInterface.class);
            }
            return FOREIGN_VALUES.stream().anyMatch(name::startsWith)
                    && BOUND_TO_A_MACHINE.stream().noneMatch(name::startsWith);
        }
    }
}
