package org.balancehead.server.http;

import java.net.InetAddress;
import java.time.Duration;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.impl.engine.server.HttpAttributes;
import org.apache.pekko.http.impl.engine.server.ServerTerminationDeadlineReached;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Stands between one connection and what answers its requests: closes it at once where its address has too many, and
 * when a request's headers do not come whole in time, be it that nothing comes, or ever so little. Below are HTTP's
 * parser and TLS, so the handshake counts, too.
 */
final class ConnectionGuard extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {
    private static final String REQUEST_DUE = "request due";

    private final Inlet<HttpRequest> requests = Inlet.create("requests");
    private final Outlet<HttpRequest> asked = Outlet.create("asked");
    private final Inlet<HttpResponse> answers = Inlet.create("answers");
    private final Outlet<HttpResponse> responses = Outlet.create("responses");
    private final BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape =
            new BidiShape<>(requests, asked, answers, responses);
    private final AddressConnections connections;
    private final Duration first;
    private final Duration next;

    /**
     * For the connections of one port.
     *
     * @param first within which a connection's first request must have come
     * @param next the same of each later one, from the end of the answer before
     */
    ConnectionGuard(AddressConnections connections, Duration first, Duration next) {
        this.connections = connections;
        this.first = first;
        this.next = next;
    }

    @Override
    public BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        InetAddress from = attributes
                .getAttribute(HttpAttributes.RemoteAddress.class)
                .orElseThrow(() -> new IllegalStateException("Connections must come with their address."))
                .address()
                .getAddress();
        return new Logic(from);
    }

    private final class Logic extends TimerGraphStageLogic {
        private final InetAddress from;
        private final AsyncCallback<Object> answerEnded = createAsyncCallback(ended -> onAnswerEnded());
        private boolean entered;
        private boolean spoken;
        private int underWay;

        Logic(InetAddress from) {
            super(shape);
            this.from = from;
            setHandler(requests, new AbstractInHandler() {
                @Override
                public void onPush() {
                    cancelTimer(REQUEST_DUE);
                    spoken = true;
                    underWay++;
                    push(asked, grab(requests));
                }

                @Override
                public void onUpstreamFinish() {
                    cancelTimer(REQUEST_DUE);
                    complete(asked);
                }
            });
            setHandler(asked, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(requests);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(requests, cause);
                }
            });
            setHandler(answers, new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(responses, watched(grab(answers)));
                }

                @Override
                public void onUpstreamFinish() {
                    complete(responses);
                }
            });
            setHandler(responses, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(answers);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(answers, cause);
                }
            });
        }

        @Override
        public void preStart() {
            entered = connections.enter(from);
            if (entered) {
                scheduleOnce(REQUEST_DUE, first);
            } else {
                cut();
            }
        }

        /** Ends the connection without a word to it: TLS would wait for an answer. */
        private void cut() {
            failStage(new ServerTerminationDeadlineReached());
        }

        @Override
        public void onTimer(Object due) {
            if (!spoken) { // else it may just have been left open
                connections.refused(ConnectionRefusal.LATE_REQUEST);
            }
            cut();
        }

        @Override
        public void postStop() {
            if (entered) {
                connections.leave(from);
            }
        }

        /** An answer whose end is heard of; an upgrade ends the connection as one of HTTP. */
        private HttpResponse watched(HttpResponse answer) {
            if (answer.entity().isStrict() || answer.status().equals(StatusCodes.SWITCHING_PROTOCOLS)) {
                onAnswerEnded();
                return answer;
            }
            Flow<ByteString, ByteString, NotUsed> watch = Flow.<ByteString>create()
                    .watchTermination((all, end) -> {
                        end.whenComplete((done, trouble) -> answerEnded.invoke(REQUEST_DUE));
                        return all;
                    });
            return answer.entity() instanceof HttpEntity.Default sized
                    ? answer.withEntity(HttpEntities.create(
                            sized.getContentType(),
                            sized.getContentLength(),
                            sized.getDataBytes().via(watch)))
                    : answer.transformEntityDataBytes(watch);
        }

        private void onAnswerEnded() {
            underWay--;
            if (underWay == 0 && !isClosed(requests)) {
                scheduleOnce(REQUEST_DUE, next);
            }
        }
    }
}
