package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.balancehead.server.admin.CheckpointZip;
import org.balancehead.server.deployment.Pickles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploy}: a running server loads a checkpoint beside the one that it serves, tries it, then serves it. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a running server serve another checkpoint. A share of new sessions tries it first; it is rolled back",
            "by itself when it fails, is slow or makes bad avatars. Sessions that run move to it without losing a view.",
            "A checkpoint that cannot be used changes nothing."
        })
public final class DeployCommand implements Runnable {
    @Parameters(paramLabel = "C", description = "A checkpoint's folder, or its name among the server's own.")
    private String checkpoint;

    @Option(
            names = "--upload",
            description = "Send the checkpoint's files, for a server that cannot read the folder or may not.")
    private boolean upload;

    @Mixin
    private AdminOption admin;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Pickles.refusal(Path.of(checkpoint)).ifPresent(sentence -> {
            throw new BadInputException(sentence);
        });
        JsonNode answer = upload ? upload(CheckpointOption.folder(checkpoint)) : deploy();
        int number = answer.path("model").path("number").asInt();
        JsonNode model = admin.awaitServing(number, () -> tellTrial(number));
        spec.commandLine()
                .getOut()
                .println("New sessions begin on version %d, %s %s."
                        .formatted(
                                number,
                                model.path("name").asText(),
                                model.path("version").asText()));
    }

    /** The server may have other checkpoints than this command's own folder: it knows its names itself. */
    private JsonNode deploy() {
        Path path = Path.of(checkpoint);
        if (Files.isDirectory(path)) {
            return admin.ask(server -> server.deploy(path));
        }
        if (path.isAbsolute() || path.getNameCount() > 1) {
            throw new BadInputException(
                    "There is no checkpoint '%s': give a checkpoint's folder, or the name alone of one that the server has."
                            .formatted(checkpoint));
        }
        return admin.ask(server -> server.deployNamed(checkpoint));
    }

    private JsonNode upload(Path folder) {
        try (CheckpointZip zip = CheckpointZip.of(folder)) {
            return admin.ask(server -> {
                try {
                    return server.upload(zip.file());
                } catch (FileNotFoundException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
        } catch (IOException | UncheckedIOException trouble) {
            throw new BadInputException("%s cannot be zipped (%s).".formatted(folder, trouble.getMessage()), trouble);
        }
    }

    private void tellTrial(int number) {
        JsonNode canary = admin.ask(server -> server.deployment(number))
                .path("deployment")
                .path("canary");
        if (!canary.isMissingNode()) {
            spec.commandLine()
                    .getOut()
                    .println(
                            "Version %d is tried by %.0f %% of new sessions for %.0f s: './balancehead promote' and 'rollback' end that."
                                    .formatted(
                                            number,
                                            100 * canary.path("share").asDouble(),
                                            canary.path("secondsLeft").asDouble()));
        }
    }
}
