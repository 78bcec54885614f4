package io.offtake.access;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.Actor;

/// Who sent the request that the present thread answers. As long as there are no keys, whoever reaches the service may
/// write, and nobody says who he is.
@ApplicationScoped
public class Caller {

  public Actor actor() {
    return Actor.anybody();
  }
}
