using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pando.Linux.Spawn;

namespace Pando.Storage.Programs;

/// <summary>A program to run to its end, and what is wanted of it.</summary>
/// <param name="Program">Its name, looked up in PATH.</param>
/// <param name="Arguments">One string an argument; no shell reads them.</param>
/// <param name="What">What it is run for, for errors: <c>Creating web1.qcow2</c>.</param>
internal sealed record ProgramRun(string Program, ImmutableArray<string> Arguments, string What)
{
    /// <summary>How long it may say nothing before it is ended.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The user it runs as; null: ours.</summary>
    public RunAs? User { get; init; }

    /// <summary>Files it gets open, by number.</summary>
    public ImmutableArray<InheritedDescriptor> Descriptors { get; init; } = [];

    /// <summary>Gets each line of output, standard output and error alike, as it comes (a carriage return ends a line too).</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Standard output where it is to go past the runner; it then hears standard error alone.</summary>
    public SafeHandle? Output { get; init; }

    /// <summary>Called when the program has its descriptors.</summary>
    public Action? AfterStart { get; init; }

    /// <summary>Where it starts.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>More environment than the fixed, small one that every program gets.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = [];

    /// <summary>Is told the process before anything else happens, to write it down.</summary>
    public Func<ProcessIdentity, ValueTask>? OnStarted { get; init; }

    /// <summary>How long it gets to clean up between SIGTERM and SIGKILL when it is cancelled; zero: killed at once.</summary>
    public TimeSpan Grace { get; init; }
}
