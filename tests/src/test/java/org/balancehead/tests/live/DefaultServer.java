package org.balancehead.tests.live;

import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;

/** The server as it is shipped: the real checkpoint of its settings, the real face analyser, no token of operators. */
final class DefaultServer {
    private DefaultServer() {}

    static BalanceHeadServer start(ServerConfig config) {
        Path checkpoint = CheckpointRepository.of(config.checkpoints()).resolve(config.checkpoint());
        return BalanceHeadServer.start(
                config,
                CheckpointFolders.candidate(checkpoint),
                MediaPipeFaceAnalyzer::open,
                AdminToken.of(Optional.empty(), config.admin().http()));
    }
}
