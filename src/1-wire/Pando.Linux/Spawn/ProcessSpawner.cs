using System.Globalization;

namespace Pando.Linux.Spawn;

/// <summary>
/// Starts programs that outlive us: a session of their own, no terminal, only the descriptors they were given
/// (posix_spawn(3), setpriv(1), prlimit(2)).
/// </summary>
public static class ProcessSpawner
{
    /// <summary>Starts the program and returns once it was executed.</summary>
    /// <remarks>
    /// With <see cref="SpawnRequest.RunAs"/> or <see cref="SpawnRequest.NoNewPrivileges"/>, setpriv executes the program in its own place:
    /// that the program is missing then shows as exit code 127 and a line in its output, not as an exception.
    /// </remarks>
    /// <exception cref="SyscallException">The program cannot be executed, or a descriptor cannot be passed.</exception>
    /// <exception cref="ArgumentException">A string with a NUL, or a descriptor number that is taken twice or below 3.</exception>
    public static SpawnedProcess Start(SpawnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckNumbers(request.Descriptors);
        int pid = Spawn(request);
        PidFd handle = PidFd.OfChild(pid);
        try
        {
            if (request.RunAs is null)
            {
                SetLimits(pid, request.Limits);
            }

            OutOfMemoryScore.MakeOrdinary(pid);

            // Null only when it has ended and was reaped already: a start time of 0 then matches no process.
            ProcessIdentity identity = ProcessIdentity.TryOf(pid) ?? new ProcessIdentity(pid, 0, ProcessIdentity.CurrentBootId);
            return new SpawnedProcess(pid, handle, identity);
        }
        catch
        {
            handle.Signal(9);
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The argument list that is executed, setpriv in front where it is needed. argv[0] first.</summary>
    internal static IReadOnlyList<string> CommandLine(SpawnRequest request)
    {
        List<string> command = [];
        if (request.RunAs is { } user)
        {
            // Only CAP_SYS_RESOURCE may limit a process of another user from outside, so this child is limited before it becomes one.
            if (request.Limits.Count > 0)
            {
                command.AddRange(["prlimit", .. request.Limits.Select(static limit => LimitOption(limit.Key, limit.Value)), "--"]);
            }

            string groups = string.Join(',', user.Groups);
            command.AddRange(
            [
                "setpriv",
                string.Create(CultureInfo.InvariantCulture, $"--reuid={user.Uid}"),
                string.Create(CultureInfo.InvariantCulture, $"--regid={user.Gid}"),
                groups.Length == 0 ? "--clear-groups" : $"--groups={groups}",
            ]);
        }

        if (request.RunAs is not null || request.NoNewPrivileges)
        {
            command.AddRange(request.RunAs is null ? ["setpriv", "--no-new-privs", "--"] : ["--no-new-privs", "--"]);
        }

        command.Add(request.Program);
        command.AddRange(request.Arguments);
        return command;
    }

    private static unsafe int Spawn(SpawnRequest request)
    {
        IReadOnlyList<string> command = CommandLine(request);
        using var argv = new NativeStrings(command);
        using var envp = new NativeStrings(EnvironmentOf(request));
        using var attributes = new SpawnAttributes();
        using var actions = new SpawnFileActions();
        int highest = request.Descriptors.Select(static d => d.Number).DefaultIfEmpty(2).Max();
        actions.OpenNull(0, Libc.O_RDONLY);
        MapOutput(actions, request, highest);
        foreach (InheritedDescriptor descriptor in request.Descriptors)
        {
            actions.Map(descriptor.Handle, descriptor.Number, highest);
        }

        // After the descriptors, so that a descriptor's own path does not depend on it.
        actions.ChangeDirectory(request.WorkingDirectory);
        int pid;
        Posix.Check(
            "posix_spawn",
            Libc.posix_spawnp(&pid, argv.First, actions.Pointer, attributes.Pointer, argv.Pointers, envp.Pointers),
            command[0]);
        return pid;
    }

    private static void MapOutput(SpawnFileActions actions, SpawnRequest request, int highest)
    {
        foreach (int number in (int[])[1, 2])
        {
            if ((number == 2 ? request.Error ?? request.Output : request.Output) is { } output)
            {
                actions.Map(output, number, highest);
            }
            else
            {
                actions.OpenNull(number, Libc.O_WRONLY);
            }
        }
    }

    private static List<string> EnvironmentOf(SpawnRequest request)
    {
        if (request.Environment is { } given)
        {
            return [.. given.Select(static pair => $"{pair.Key}={pair.Value}")];
        }

        List<string> own = [];
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            own.Add($"{entry.Key}={entry.Value}");
        }

        return own;
    }

    private static void CheckNumbers(IReadOnlyList<InheritedDescriptor> descriptors)
    {
        var taken = new HashSet<int>();
        foreach (InheritedDescriptor descriptor in descriptors)
        {
            if (descriptor.Number < 3 || !taken.Add(descriptor.Number))
            {
                throw new ArgumentException($"Descriptor number {descriptor.Number} is below 3 or given twice.", nameof(descriptors));
            }
        }
    }

    private static string LimitOption(ResourceLimit resource, ulong value)
    {
        string name = resource switch
        {
            ResourceLimit.CoreFileBytes => "core",
            ResourceLimit.Processes => "nproc",
            ResourceLimit.OpenFiles => "nofile",
            ResourceLimit.LockedMemoryBytes => "memlock",
            _ => throw new ArgumentOutOfRangeException(nameof(resource), resource, "A limit that prlimit has no option for."),
        };
        return string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
    }

    private static unsafe void SetLimits(int pid, IReadOnlyDictionary<ResourceLimit, ulong> limits)
    {
        foreach ((ResourceLimit resource, ulong value) in limits)
        {
            var limit = new Libc.Rlimit { Soft = value, Hard = value };
            if (Libc.prlimit(pid, (int)resource, &limit, null) != 0)
            {
                var failure = SyscallException.Last("prlimit", $"{pid}");
                // A child that has ended already needs no limit.
                if (failure.Errno != Errno.ESRCH)
                {
                    throw failure;
                }
            }
        }
    }
}
