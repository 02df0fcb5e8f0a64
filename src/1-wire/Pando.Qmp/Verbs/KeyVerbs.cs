namespace Pando.Qmp;

/// <summary>Presses keys together and releases them again.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="HoldTime">For how many milliseconds; null for QEMU's 100.</param>
public sealed record SendKey(IReadOnlyList<KeyNumber> Keys, long? HoldTime = null) : QmpVerb<Nothing>("send-key");

/// <summary>A key by its number.</summary>
/// <param name="Data">QEMU's number of it: the XT keyboard's, extended keys with 0x80 added.</param>
public sealed record KeyNumber(int Data)
{
    /// <summary>Says that it is a number.</summary>
    public string Type => "number";
}

/// <summary>Sends a non-maskable interrupt to the guest.</summary>
public sealed record InjectNmi() : QmpVerb<Nothing>("inject-nmi");
