using System.Globalization;
using System.Text;
using Pando.Linux;
using Pando.Linux.Spawn;

namespace Pando.Host.Confinement.ControlGroups;

/// <summary>One control group, by its directory.</summary>
internal sealed class ControlGroup(string directory)
{
    private const int Kill = 9;

    public string Directory { get; } = directory;

    public bool Exists => System.IO.Directory.Exists(Directory);

    public ControlGroup Child(string name) => new(Path.Combine(Directory, name));

    public void Make() => System.IO.Directory.CreateDirectory(Directory);

    /// <summary>Hands the controllers down to the groups below, those that there are; an error for none.</summary>
    public IReadOnlyList<string> HandDown(IEnumerable<string> wanted)
    {
        string[] there = GroupTree.Words(TryRead("cgroup.controllers"));
        foreach (string controller in wanted.Intersect(there, StringComparer.Ordinal))
        {
            _ = TryWrite("cgroup.subtree_control", "+" + controller);
        }

        return GroupTree.Words(TryRead("cgroup.subtree_control"));
    }

    /// <summary>Takes a process in with all its threads.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Take(int pid) => Write("cgroup.procs", pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes one thread in, of a process whose group is the nearest one above that is not threaded.</summary>
    public bool TryTakeThread(int thread) => TryWrite("cgroup.threads", thread.ToString(CultureInfo.InvariantCulture)) is null;

    public string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Directory, file)).TrimEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The kernel refuses the value, or has no such file.</exception>
    public void Write(string file, string value)
    {
        // One write(2): the kernel takes each as a command of its own.
        using var stream = new FileStream(Path.Combine(Directory, file), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(Encoding.ASCII.GetBytes(value));
    }

    /// <summary>Null when it was written, else why not.</summary>
    public string? TryWrite(string file, string value)
    {
        try
        {
            Write(file, value);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Kills every process in it and below, those too that it starts meanwhile, and returns once none is left.</summary>
    public async ValueTask KillAllAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        while (Processes() is { Count: > 0 } left)
        {
            List<PidFd> handles = [.. left.Select(TryOpen).OfType<PidFd>()];
            try
            {
                // Kernels before 5.14 have no cgroup.kill.
                if (TryWrite("cgroup.kill", "1") is not null)
                {
                    handles.ForEach(static handle => handle.Signal(Kill));
                }

                await Task.WhenAll(handles.Select(handle => handle.WaitForExitAsync(cancellationToken))).WaitAsync(limit, time, cancellationToken);
            }
            finally
            {
                handles.ForEach(static handle => handle.Dispose());
            }
        }
    }

    /// <summary>Removes it with every group below. It must be empty of processes.</summary>
    public void Remove()
    {
        if (!Exists)
        {
            return;
        }

        foreach (string below in System.IO.Directory.GetDirectories(Directory))
        {
            new ControlGroup(below).Remove();
        }

        try
        {
            System.IO.Directory.Delete(Directory);
        }
        catch (DirectoryNotFoundException)
        {
            // systemd was quicker with its own.
        }
    }

    /// <summary>The processes in it and below.</summary>
    public IReadOnlyList<int> Processes()
    {
        if (!Exists)
        {
            return [];
        }

        try
        {
            return
            [
                .. GroupTree.Words(TryRead("cgroup.procs")).Select(static pid => int.Parse(pid, CultureInfo.InvariantCulture)),
                .. System.IO.Directory.GetDirectories(Directory).SelectMany(static below => new ControlGroup(below).Processes()),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static PidFd? TryOpen(int pid)
    {
        try
        {
            return PidFd.Open(pid);
        }
        catch (SyscallException)
        {
            return null;
        }
    }
}
