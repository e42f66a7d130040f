package shop;

final class SideOf {
  static final boolean IS_FRESH = false;

  private SideOf() {}
}
