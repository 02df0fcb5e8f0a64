using System.Runtime.InteropServices;
using Pando.Linux;
using Pando.Linux.Spawn;
using Pando.Model.Errors;

namespace Pando.Networks;

/// <summary>Runs the host's network programs to their end, each within a limit, its words kept when it refuses.</summary>
internal static class HostPrograms
{
    // Whatever the daemon's own PATH is: these programs are root's.
    private static readonly string[] Folders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"];

    /// <summary>Where a program is; null where it is not on the host.</summary>
    public static string? Find(string program) => Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Where a program is.</summary>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static string PathOf(string program, string package) => Find(program)
        ?? throw new CallerException(ErrorCodes.Network.ProgramMissing, ("program", program), ("package", package));

    /// <summary>Runs one to its end, whose end is its answer; one that is not there, or does not end in time, says no.</summary>
    public static async Task<bool> SucceedsAsync(string program, IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Find(program) is not { } path)
        {
            return false;
        }
        try
        {
            return (await ShortRun.RunAsync(new SpawnRequest { Program = path, Arguments = arguments }, limit, cancellationToken)).Status is { IsSuccess: true };
        }
        catch (Exception e) when (e is SyscallException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Runs one to its end, and returns what it has said.</summary>
    /// <exception cref="PeerException">It refused, or did not end in time.</exception>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static async Task<string> RunAsync(
        string program, string package, IReadOnlyList<string> arguments, SafeHandle? input, TimeSpan limit, ErrorCode refused, ErrorFact[] facts,
        CancellationToken cancellationToken)
    {
        const int mostOutputBytes = 1 << 26;
        var path = PathOf(program, package);
        try
        {
            var run = await ShortRun.RunAsync(new SpawnRequest { Program = path, Arguments = arguments, Input = input }, limit, mostOutputBytes, cancellationToken);
            return run.Status is { IsSuccess: true } ? run.Output : throw new PeerException(refused, $"{run.Output.Trim()} ({run.Status})", facts);
        }
        catch (Exception e) when (e is SyscallException or TimeoutException)
        {
            throw new PeerException(refused, e.Message, e, facts);
        }
    }
}
