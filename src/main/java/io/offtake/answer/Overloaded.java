package io.offtake.answer;

/// More is asked for at once than can be worked on in time. Nothing was done; whoever asked may come again.
public final class Overloaded extends RuntimeException {

  private static final long serialVersionUID = 1;

  Overloaded(String what) {
    super("so many %s are worked on that this one could not be begun in time".formatted(what));
  }
}
