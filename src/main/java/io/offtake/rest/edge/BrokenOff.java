package io.offtake.rest.edge;

import java.util.List;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

/// Notices that a sender has closed its half of the connection in the middle of a body, or sends what is no chunk. By itself
/// the server closes the connection, and the sender never learns why.
final class BrokenOff extends ChannelInboundHandlerAdapter {

  private final Runnable notice;

  private BrokenOff(Runnable notice) {
    this.notice = notice;
  }

  /// @param notice  what is then to be done, on the thread of the connection
  /// @return what ends the watch; once the body is whole, a sender that closes its half is gone as before
  static Runnable watch(HttpServerRequest request, Runnable notice) {
    if (!(request.connection() instanceof HttpServerConnection connection)) {
      return () -> {};
    }
    var channel = connection.channel();
    var ends = new BrokenOff(notice);
    var pieces = new BrokenOff(notice);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addFirst(ends);
    // Behind the decoder, before the server.
    channel.pipeline().addBefore(channel.pipeline().lastContext().name(), null, pieces);
    return () -> {
      for (var watch : List.of(ends, pieces)) {
        if (channel.pipeline().context(watch) != null) {
          channel.pipeline().remove(watch);
        }
      }
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpObject piece && piece.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      notice.run();
    } else {
      super.channelRead(context, message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      notice.run();
    }
    super.userEventTriggered(context, event);
  }
}
