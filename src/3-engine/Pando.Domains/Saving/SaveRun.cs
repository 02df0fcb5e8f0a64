using Microsoft.Win32.SafeHandles;
using Pando.Domains.Saving.Streams;

namespace Pando.Domains.Saving;

/// <summary>What the steps that write a machine into a file hand to each other in memory. Empty when a later daemon undoes them.</summary>
internal sealed class SaveRun
{
    /// <summary>The file while it is written.</summary>
    public SafeFileHandle? File { get; set; }

    /// <summary>Where the stream begins in it.</summary>
    public long StreamOffset { get; set; }

    /// <summary>Whether the guest ran when it was stopped for this.</summary>
    public bool WasRunning { get; set; }

    /// <summary>What stands before the stream in the whole file.</summary>
    public byte[]? Front { get; set; }

    /// <summary>What was written.</summary>
    public StreamSummary? Stream { get; set; }
}
