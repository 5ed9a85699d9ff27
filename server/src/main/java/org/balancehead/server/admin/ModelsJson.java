package org.balancehead.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.balancehead.actors.deployment.Deployment;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.ModelEntry;
import org.balancehead.actors.deployment.Observed;

/** The admin API's JSON. */
final class ModelsJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLIS_A_SECOND = 1000;

    private ModelsJson() {}

    /** The folder that {@code {"path":"…"}} names; empty for any other body. */
    static Optional<Path> folder(String body) {
        try {
            JsonNode path = JSON.readTree(body).path("path");
            return path.isTextual() && !path.textValue().isBlank()
                    ? Optional.of(Path.of(path.textValue()))
                    : Optional.empty();
        } catch (JsonProcessingException | InvalidPathException notOne) {
            return Optional.empty();
        }
    }

    static ObjectNode of(DeploymentReply.Listed list) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode models = all.putArray("models");
        list.models().forEach(model -> models.add(of(model)));
        return all;
    }

    /** A deployment: its model, the verdict of its trial, and while that lasts what is seen. */
    static ObjectNode of(Deployment deployment) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", deployment.model().number())
                .put("state", deployment.model().state().wireName());
        deployment.verdict().ifPresent(verdict -> node.put("verdict", verdict));
        node.set("model", of(deployment.model()));
        deployment.trial().ifPresent(trial -> {
            ObjectNode canary = node.putObject("canary")
                    .put("share", trial.share())
                    .put("secondsLeft", trial.left().toMillis() / MILLIS_A_SECOND);
            canary.set("seen", of(trial.canary()));
            canary.set("servingSeen", of(trial.serving()));
        });
        return JSON.createObjectNode().set("deployment", node);
    }

    private static ObjectNode of(Observed seen) {
        ObjectNode node = JSON.createObjectNode()
                .put("views", seen.views())
                .put("errors", seen.errors())
                .put("avatars", seen.avatars());
        seen.renderP95Millis().ifPresent(millis -> node.put("renderP95Millis", millis));
        seen.psnr().ifPresent(psnr -> node.put("medianPsnr", psnr));
        seen.identity().ifPresent(identity -> node.put("medianIdentity", identity));
        return node;
    }

    static ObjectNode of(DeploymentReply.Accepted accepted) {
        return JSON.createObjectNode().set("model", of(accepted.model()));
    }

    static HttpResponse response(StatusCode status, ObjectNode body) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, body.toString());
    }

    private static ObjectNode of(ModelEntry model) {
        ObjectNode node = JSON.createObjectNode()
                .put("number", model.number())
                .put("name", model.name())
                .put("version", model.version())
                .put("path", model.folder().toString())
                .put("state", model.state().wireName())
                .put("sessions", model.sessions());
        model.reason().ifPresent(reason -> node.put("reason", reason));
        return node;
    }
}
