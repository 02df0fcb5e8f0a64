namespace Pando.Api.Saving;

/// <summary>How a machine is to be saved.</summary>
public sealed record SaveRequest
{
    /// <summary>The file, an absolute path on the host; absent for the managed save, which the next start goes on from.</summary>
    public string? Path { get; init; }

    /// <summary><c>raw</c> (the default), <c>gzip</c>, <c>bzip2</c>, <c>xz</c>, <c>lzop</c> or <c>zstd</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Whether the file is written past the page cache.</summary>
    public bool BypassCache { get; init; }

    /// <summary>Whether the guest runs when it is restored; absent: as it is now.</summary>
    public bool? Running { get; init; }

    /// <summary>Another definition (libvirt domain XML) to restore it with; what the guest sees must stay.</summary>
    public string? Xml { get; init; }
}

/// <summary>How a machine is to be brought back from a file.</summary>
public sealed record RestoreSavedRequest
{
    /// <summary>The file, an absolute path on the host.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the guest runs afterwards; absent: as the file says.</summary>
    public bool? Running { get; init; }

    /// <summary>Whether the file is read past the page cache.</summary>
    public bool BypassCache { get; init; }

    /// <summary>Whether disks that were changed meanwhile are passed over.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the firmware's variables are made anew from their template.</summary>
    public bool ResetNvram { get; init; }

    /// <summary>Another definition (libvirt domain XML) to run it with; what the guest sees must stay.</summary>
    public string? Xml { get; init; }
}

/// <summary>How a machine's memory is to be dumped.</summary>
public sealed record DumpRequest
{
    /// <summary>The file, an absolute path on the host.</summary>
    public required string Path { get; init; }

    /// <summary>Whether only the guest's memory is written, for a debugger; else all of the machine's state, as QEMU streams it.</summary>
    public bool MemoryOnly { get; init; }

    /// <summary>
    /// With <see cref="MemoryOnly"/> <c>elf</c> (the default), <c>kdump-zlib</c>, <c>kdump-lzo</c>, <c>kdump-snappy</c>, <c>win-dmp</c>;
    /// without it how the stream is packed: <c>raw</c> (the default), <c>gzip</c>, …
    /// </summary>
    public string? Format { get; init; }

    /// <summary>Whether the guest is not stopped for it.</summary>
    public bool Live { get; init; }

    /// <summary>Whether the machine is ended afterwards, as crashed.</summary>
    public bool Crash { get; init; }

    /// <summary>Whether it is reset afterwards.</summary>
    public bool Reset { get; init; }

    /// <summary>Whether the file is written past the page cache.</summary>
    public bool BypassCache { get; init; }
}
