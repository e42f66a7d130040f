package shop;

final class SideOf {
  static final boolean IS_FRESH = true;

  private SideOf() {}
}
