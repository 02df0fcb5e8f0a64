namespace Pando.Domains.Statistics;

/// <summary>The groups of statistics, as libvirt has them (virDomainStatsTypes).</summary>
public enum StatisticsGroup
{
    /// <summary>The machine's state.</summary>
    State,

    /// <summary>Processor time of its process.</summary>
    Cpu,

    /// <summary>The balloon, and the memory of its process.</summary>
    Balloon,

    /// <summary>Each processor.</summary>
    Vcpu,

    /// <summary>Each network interface that the host has an end of.</summary>
    Net,

    /// <summary>Each disk.</summary>
    Block,

    /// <summary>Each I/O thread.</summary>
    Iothread,

    /// <summary>What is counted of its process (<c>perf</c> of the definition).</summary>
    Perf,

    /// <summary>How quickly the guest writes into its memory, where that was measured.</summary>
    Dirtyrate,

    /// <summary>The memory bandwidth that its monitors tell.</summary>
    Memory,
}
