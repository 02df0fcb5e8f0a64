using System.Runtime.InteropServices;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way of a machine's state from a file into QEMU, and its checksum on the way.</summary>
internal interface IIncomingStream : IDisposable
{
    /// <summary>What QEMU reads from.</summary>
    SafeHandle ForQemu { get; }

    /// <summary>Whether that is the file itself.</summary>
    bool IsFile { get; }

    /// <summary>Bytes of the file that QEMU has, or that are on their way to it.</summary>
    long Done { get; }

    /// <summary>QEMU has its end.</summary>
    void Given();

    /// <summary>Goes to the end of the file.</summary>
    Task<StreamSummary> RunAsync(CancellationToken cancellationToken);
}
