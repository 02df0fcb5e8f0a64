namespace Pando.Domains;

/// <summary>How a machine's memory is to be dumped.</summary>
public sealed record DumpOrder
{
    /// <summary>Into which file, an absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Whether only the guest's memory is written, for a debugger; else all of the machine's state, as QEMU streams it.</summary>
    public bool MemoryOnly { get; init; }

    /// <summary>With <see cref="MemoryOnly"/>: QEMU's name of the format; null for ELF.</summary>
    public string? Format { get; init; }

    /// <summary>Without <see cref="MemoryOnly"/>: how the stream is packed.</summary>
    public SaveCompression Compression { get; init; }

    /// <summary>Whether the guest runs on meanwhile, as far as QEMU can.</summary>
    public bool Live { get; init; }

    /// <summary>Whether the machine is ended afterwards, as crashed.</summary>
    public bool Crash { get; init; }

    /// <summary>Whether it is reset afterwards.</summary>
    public bool Reset { get; init; }

    /// <summary>Whether the guest runs afterwards also where it did not before.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether the file is written past the page cache.</summary>
    public bool BypassCache { get; init; }
}
