namespace Pando.Api.Monitor;

/// <summary>Keys that are pressed together.</summary>
public sealed record SendKeysRequest
{
    /// <summary>1 to 16 keys: names of the set, or numbers as <c>29</c> and <c>0x1d</c>.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>
    /// <c>linux</c> (the default), <c>xt</c>, <c>atset1</c>, <c>atset2</c>, <c>atset3</c>, <c>os_x</c>, <c>xt_kbd</c>, <c>usb</c>,
    /// <c>win32</c>, <c>qnum</c> or <c>rfb</c>.
    /// </summary>
    public string? Codeset { get; init; }

    /// <summary>For how long they are held; absent: as QEMU does it.</summary>
    public int? HoldMilliseconds { get; init; }
}
