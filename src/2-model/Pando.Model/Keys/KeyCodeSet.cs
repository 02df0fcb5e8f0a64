namespace Pando.Model.Keys;

/// <summary>How the keys of a keyboard are numbered, as virsh send-key knows it.</summary>
public enum KeyCodeSet
{
    /// <summary>Linux's input events; the names are those of linux/input-event-codes.h (<c>KEY_LEFTCTRL</c>).</summary>
    Linux,

    /// <summary>The XT keyboard; extended keys have 0x100 added. Without names.</summary>
    Xt,

    /// <summary>The AT keyboard, set 1; extended keys begin with 0xe0. Without names.</summary>
    AtSet1,

    /// <summary>The AT keyboard, set 2. Without names.</summary>
    AtSet2,

    /// <summary>The AT keyboard, set 3. Without names.</summary>
    AtSet3,

    /// <summary>macOS; with names (<c>ANSI_A</c>).</summary>
    OsX,

    /// <summary>Linux's keyboard driver: the XT keyboard's numbers. Without names.</summary>
    XtKbd,

    /// <summary>USB HID, the keyboard page. Without names.</summary>
    Usb,

    /// <summary>Windows; with names (<c>VK_CONTROL</c>).</summary>
    Win32,

    /// <summary>QEMU's own: the XT keyboard's, extended keys with 0x80 added. Without names.</summary>
    Qnum,
}

/// <summary>The words of <see cref="KeyCodeSet"/>.</summary>
public static class KeyCodeSets
{
    private static readonly string[] InOrder = ["linux", "xt", "atset1", "atset2", "atset3", "os_x", "xt_kbd", "usb", "win32", "qnum"];

    /// <summary>All of them, and <c>rfb</c>, which <c>qnum</c> was called once.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. InOrder, "rfb"];

    /// <summary>virsh's word.</summary>
    public static string Word(KeyCodeSet set) => InOrder[(int)set];

    /// <summary>The set of that word; null where there is none.</summary>
    public static KeyCodeSet? Of(string word) =>
        word == "rfb" ? KeyCodeSet.Qnum : Array.IndexOf(InOrder, word) is >= 0 and var index ? (KeyCodeSet)index : null;
}
