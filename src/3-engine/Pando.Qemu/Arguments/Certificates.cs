namespace Pando.Qemu.Arguments;

/// <summary>What a host can have certificates for: the names of their directories.</summary>
public static class Certificates
{
    /// <summary>VNC displays.</summary>
    public const string Vnc = "vnc";

    /// <summary>SPICE displays.</summary>
    public const string Spice = "spice";

    /// <summary>The ends of serial ports, consoles and channels.</summary>
    public const string Characters = "serial";

    /// <summary>Disks on NBD servers.</summary>
    public const string Nbd = "nbd";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Vnc, Spice, Characters, Nbd];
}
