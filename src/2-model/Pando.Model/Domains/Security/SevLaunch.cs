namespace Pando.Model.Domains;

/// <summary>A machine whose memory the host cannot read: AMD's Secure Encrypted Virtualization.</summary>
public sealed record SevLaunch
{
    /// <summary>Whether the hashes of a kernel that is booted directly are part of what the guest's owner measures.</summary>
    public bool? KernelHashes { get; init; }

    /// <summary>The bit of a page table entry that says encrypted; null for the host's own.</summary>
    public int? CbitPosition { get; init; }

    /// <summary>How many bits of physical addresses encryption costs; null for the host's own.</summary>
    public int? ReducedPhysicalBits { get; init; }

    /// <summary>What the firmware of the processor allows the guest (SEV API, chapter 3).</summary>
    public required long Policy { get; init; }

    /// <summary>The guest owner's Diffie-Hellman key, in base64.</summary>
    public string? DhCertificate { get; init; }

    /// <summary>The guest owner's session, in base64.</summary>
    public string? Session { get; init; }
}
