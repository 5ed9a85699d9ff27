package org.balancehead.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.balancehead.server.admin.AdminClient;
import org.balancehead.server.admin.AdminToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command operates, and what it is asked there. */
final class AdminOption {
    private static final String NAME = "--admin";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    /** Loading takes seconds; who waits longer should look at the server's log. */
    private static final Duration LOADING_DEADLINE = Duration.ofMinutes(5);

    @Option(
            names = NAME,
            paramLabel = "URL",
            defaultValue = "http://localhost:8081",
            description = "The server's admin port (default ${DEFAULT-VALUE}); its token is read from "
                    + AdminToken.VARIABLE + ".")
    private String server;

    private @Nullable AdminClient client;

    /**
     * Asks the server.
     *
     * @throws BadInputException when it refuses
     * @throws UnreachableServerException when it cannot do it now, or does not answer
     */
    JsonNode ask(Function<AdminClient, CompletionStage<AdminClient.Answer>> question) {
        AdminClient.Answer answer = answer(question);
        if (answer.status() < FIRST_ERROR) {
            return parsed(answer.body());
        }
        String sentence = parsed(answer.body())
                .path("error")
                .path("message")
                .asText("%s answered with HTTP %d: is that BalanceHead's admin port?"
                        .formatted(server, answer.status()));
        if (answer.status() < FIRST_SERVER_ERROR) {
            throw new BadInputException(sentence);
        }
        throw new UnreachableServerException(sentence);
    }

    /**
     * Waits until a version serves, however long it is tried before.
     *
     * @param tried told once, when it is loaded and being tried
     * @return its entry in the list of models
     * @throws BadInputException when the server refused it, or rolled it back
     */
    JsonNode awaitServing(int number, Runnable tried) {
        long deadline = System.nanoTime() + LOADING_DEADLINE.toNanos();
        boolean told = false;
        while (told || System.nanoTime() < deadline) {
            JsonNode model = model(number);
            String reason = model.path("reason").asText();
            switch (model.path("state").asText()) {
                case "refused" -> throw new BadInputException("Version %d was refused: %s".formatted(number, reason));
                case "rolled-back" ->
                    throw new BadInputException("Version %d was rolled back: %s".formatted(number, reason));
                case "loading" -> {}
                case "canary" -> {
                    if (!told) {
                        tried.run();
                    }
                    told = true;
                }
                default -> {
                    return model;
                }
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        throw new UnreachableServerException("Version %d is still being loaded after %d minutes: see the server's log."
                .formatted(number, LOADING_DEADLINE.toMinutes()));
    }

    /** The version that is being tried. */
    OptionalInt canary() {
        for (JsonNode model : ask(AdminClient::list).path("models")) {
            if (model.path("state").asText().equals("canary")) {
                return OptionalInt.of(model.path("number").asInt());
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Waits until the server answers no more.
     *
     * @param question asked now and then
     * @throws UnreachableServerException when it still answers after so long
     */
    void awaitEnd(Function<AdminClient, CompletionStage<AdminClient.Answer>> question, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        AdminClient client = client();
        while (System.nanoTime() < deadline) {
            try {
                question.apply(client).toCompletableFuture().join();
            } catch (CompletionException ended) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        throw new UnreachableServerException(
                "The server has not ended after %d s: see its log.".formatted(longest.toSeconds()));
    }

    private JsonNode model(int number) {
        for (JsonNode model : ask(AdminClient::list).path("models")) {
            if (model.path("number").asInt() == number) {
                return model;
            }
        }
        throw new UnreachableServerException("The server does not know version %d any more.".formatted(number));
    }

    private AdminClient.Answer answer(Function<AdminClient, CompletionStage<AdminClient.Answer>> question) {
        try {
            return question.apply(client()).toCompletableFuture().join();
        } catch (CompletionException away) {
            throw new UnreachableServerException(
                    "No server answers at %s: start one with './balancehead serve', or say where with %s."
                            .formatted(server, NAME),
                    away);
        }
    }

    /** One for all questions: a client for each would leave its threads and its connection behind. */
    private AdminClient client() {
        if (client == null) {
            try {
                client = new AdminClient(server, NAME, Optional.ofNullable(System.getenv(AdminToken.VARIABLE)));
            } catch (IllegalArgumentException noAddress) {
                throw new BadInputException(String.valueOf(noAddress.getMessage()), noAddress);
            }
        }
        return client;
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
