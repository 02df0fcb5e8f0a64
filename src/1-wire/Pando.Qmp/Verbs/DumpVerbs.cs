namespace Pando.Qmp;

/// <summary>Writes the guest's memory for a debugger. The guest stands still meanwhile, and runs on by itself.</summary>
/// <param name="Protocol"><c>fd:NAME</c> for a descriptor that <see cref="GetFd"/> gave.</param>
/// <param name="Format"><c>elf</c>, <c>kdump-zlib</c>, <c>kdump-lzo</c>, <c>kdump-snappy</c>, <c>win-dmp</c>, …; null for ELF.</param>
/// <param name="Detach">Whether to answer at once; <see cref="QueryDump"/> tells how far it is.</param>
/// <param name="Paging">Whether the guest's page tables are followed; no for a guest that is not trusted.</param>
public sealed record DumpGuestMemory(string Protocol, string? Format = null, bool Detach = true, bool Paging = false)
    : QmpVerb<Nothing>("dump-guest-memory");

/// <summary>How a dump goes.</summary>
public sealed record QueryDump() : QmpVerb<DumpInfo>("query-dump");

/// <summary>The answer to <see cref="QueryDump"/>.</summary>
/// <param name="Status"><c>none</c>, <c>active</c>, <c>completed</c>, <c>failed</c>.</param>
/// <param name="Completed">Bytes of memory that are done.</param>
/// <param name="Total">All of them.</param>
public sealed record DumpInfo(string Status, long Completed, long Total);

/// <summary>Which formats this QEMU can dump this machine in.</summary>
public sealed record QueryDumpGuestMemoryCapability() : QmpVerb<DumpCapability>("query-dump-guest-memory-capability");

/// <summary>The answer to <see cref="QueryDumpGuestMemoryCapability"/>.</summary>
/// <param name="Formats">The values that <see cref="DumpGuestMemory.Format"/> may have.</param>
public sealed record DumpCapability(IReadOnlyList<string> Formats);
