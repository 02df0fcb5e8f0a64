using System.Runtime.InteropServices;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way of a machine's state from QEMU into a file, and its checksum on the way.</summary>
internal interface IOutgoingStream : IDisposable
{
    /// <summary>What QEMU writes into.</summary>
    SafeHandle ForQemu { get; }

    /// <summary>Whether that is the file itself.</summary>
    bool IsFile { get; }

    /// <summary>Bytes in the file so far.</summary>
    long Written { get; }

    /// <summary>QEMU has its end.</summary>
    void Given();

    /// <summary>QEMU says that it has written all that it will.</summary>
    void QemuHasEnded();

    /// <summary>Goes along until the end of what QEMU writes.</summary>
    Task<StreamSummary> RunAsync(CancellationToken cancellationToken);
}
