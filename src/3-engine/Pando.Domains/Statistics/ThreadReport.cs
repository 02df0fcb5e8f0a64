using Pando.Model;

namespace Pando.Domains.Statistics;

/// <summary>Where the threads of a running machine are, as the kernel says at this moment.</summary>
/// <param name="Vcpus">Those of virtual processors.</param>
/// <param name="IoThreads">I/O threads.</param>
/// <param name="Emulator">Where QEMU's own may run; null when it has ended.</param>
public sealed record ThreadReport(IReadOnlyList<ThreadFacts> Vcpus, IReadOnlyList<ThreadFacts> IoThreads, NumberSet? Emulator);

/// <summary>One thread.</summary>
/// <param name="Number">The number of the virtual processor or I/O thread.</param>
/// <param name="Allowed">The host's processors that it may run on.</param>
/// <param name="Processor">The one that it ran on last.</param>
/// <param name="TimeNanoseconds">How long it has run.</param>
public sealed record ThreadFacts(int Number, NumberSet? Allowed, int? Processor, long? TimeNanoseconds);
