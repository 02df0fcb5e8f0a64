using System.Globalization;
using System.Runtime.InteropServices;

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
        RequireNoNamespace(request);
        return Start(request, CommandLine(request), request.Input, limitNow: request.RunAs is null);
    }

    /// <summary>
    /// Starts the program and keeps it waiting before its first instruction: time to put the process where it belongs and to write its
    /// number down. A waiting process whose starter dies ends by itself.
    /// </summary>
    /// <remarks>A program that is missing shows as an exit code, as with setpriv.</remarks>
    /// <exception cref="SyscallException">It cannot be started, or a descriptor cannot be passed.</exception>
    public static WaitingProcess StartWaiting(SpawnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireNoNamespace(request);
        return StartAtGate(request);
    }

    /// <summary>The same, also in a user namespace of its own.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="limit">How long the process may take to be where it waits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SyscallException">It cannot be started, or a descriptor cannot be passed.</exception>
    /// <exception cref="UserNamespaceException">It could be given no user namespace: nothing runs.</exception>
    /// <exception cref="ArgumentException"><see cref="SpawnRequest.OwnUsers"/> without another user than root to run as.</exception>
    public static async Task<WaitingProcess> StartWaitingAsync(SpawnRequest request, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.OwnUsers)
        {
            return StartAtGate(request);
        }

        if (request.RunAs is not { Uid: > 0 } user)
        {
            throw new ArgumentException("A user namespace is made for another user than root.", nameof(request));
        }

        WaitingProcess waiting = StartAtGate(request);
        try
        {
            await waiting.FillUserNamespaceAsync(user, limit, cancellationToken);
            return waiting;
        }
        catch
        {
            waiting.Process.Handle.Signal(9);
            waiting.Process.Dispose();
            waiting.Dispose();
            throw;
        }
    }

    private static WaitingProcess StartAtGate(SpawnRequest request)
    {
        SpawnGate gate = SpawnGate.Open();
        try
        {
            // It waits as this process's own user: limits can be set from outside, and need no program in between.
            SpawnedProcess process = Start(request, GatedCommandLine(request), gate.ChildEnd, limitNow: true);
            gate.CloseChildEnd();
            return new WaitingProcess(process, gate);
        }
        catch
        {
            gate.Dispose();
            throw;
        }
    }

    /// <summary>The argument list with what waits in front of it.</summary>
    internal static IReadOnlyList<string> GatedCommandLine(SpawnRequest request) =>
    [
        .. request.OwnUsers ? UserNamespace.Command : [],
        .. request.OwnUsers ? SpawnGate.AnnouncingShell : SpawnGate.Shell,
        .. CommandLine(request with { Limits = SpawnRequest.NoLimits }),
    ];

    private static void RequireNoNamespace(SpawnRequest request)
    {
        if (request.OwnUsers)
        {
            throw new ArgumentException("Only a process that is waited for gets a user namespace.", nameof(request));
        }
    }

    /// <summary>The argument list that is executed, setpriv in front where it is needed. argv[0] first.</summary>
    internal static IReadOnlyList<string> CommandLine(SpawnRequest request)
    {
        List<string> command = [];
        // Only CAP_SYS_RESOURCE may limit a process of another user from outside, so this child is limited before it becomes one.
        if (request.RunAs is not null && request.Limits.Count > 0)
        {
            command.AddRange([ProgramPath.Of("prlimit"), .. request.Limits.Select(static limit => LimitOption(limit.Key, limit.Value)), "--"]);
        }

        IReadOnlyList<string> privileges = PrivilegeOptions(request);
        if (privileges.Count > 0)
        {
            command.AddRange([ProgramPath.Of("setpriv"), .. privileges, "--"]);
        }

        command.Add(request.Program);
        command.AddRange(request.Arguments);
        return command;
    }

    private static List<string> PrivilegeOptions(SpawnRequest request)
    {
        List<string> options = [];
        if (request.RunAs is { } user)
        {
            string groups = string.Join(',', user.Groups);
            options.AddRange(
            [
                string.Create(CultureInfo.InvariantCulture, $"--reuid={user.Uid}"),
                string.Create(CultureInfo.InvariantCulture, $"--regid={user.Gid}"),
                groups.Length == 0 ? "--clear-groups" : $"--groups={groups}",
                "--inh-caps=-all",
                .. request.OwnUsers ? ["--ambient-caps=-all"] : (string[])[],
                "--bounding-set=-all",
            ]);
        }

        if (request.NoNewPrivileges || (request.RunAs is not null && request.SelinuxContext is null))
        {
            options.Add("--no-new-privs");
        }

        if (request.SelinuxContext is { } context)
        {
            options.Add($"--selinux-label={context}");
        }

        if (request.AppArmorProfile is { } profile)
        {
            options.Add($"--apparmor-profile={profile}");
        }

        return options;
    }

    private static SpawnedProcess Start(SpawnRequest request, IReadOnlyList<string> command, SafeHandle? input, bool limitNow)
    {
        CheckNumbers(request.Descriptors);
        int pid = Spawn(request, command, input);
        PidFd handle = PidFd.OfChild(pid);
        try
        {
            if (limitNow)
            {
                foreach ((ResourceLimit resource, ulong value) in request.Limits)
                {
                    ProcessLimits.Set(pid, resource, value);
                }
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

    private static unsafe int Spawn(SpawnRequest request, IReadOnlyList<string> command, SafeHandle? input)
    {
        using var argv = new NativeStrings(command);
        using var envp = new NativeStrings(EnvironmentOf(request));
        using var attributes = new SpawnAttributes();
        using var actions = new SpawnFileActions();
        int highest = request.Descriptors.Select(static d => d.Number).DefaultIfEmpty(2).Max();
        if (input is null)
        {
            actions.OpenNull(0, Libc.O_RDONLY);
        }
        else
        {
            actions.Map(input, 0, highest);
        }

        MapOutput(actions, request, highest);
        foreach (InheritedDescriptor descriptor in request.Descriptors)
        {
            actions.Map(descriptor.Handle, descriptor.Number, highest);
        }

        // After the descriptors, so that a descriptor's own path does not depend on it.
        actions.ChangeDirectory(request.WorkingDirectory);
        actions.CloseFrom(highest + 1);
        var call = new SpawnCall(argv, envp, attributes, actions);
        if (request.Enclosure is { } enclosure)
        {
            EnclosedSpawn.Run(enclosure, call);
        }
        else
        {
            call.Run();
        }

        Posix.Check("posix_spawn", call.Error, command[0]);
        return call.Pid;
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
            ResourceLimit.ProcessorSeconds => "cpu",
            ResourceLimit.CoreFileBytes => "core",
            ResourceLimit.Processes => "nproc",
            ResourceLimit.OpenFiles => "nofile",
            ResourceLimit.LockedMemoryBytes => "memlock",
            ResourceLimit.RealTimePriority => "rtprio",
            _ => throw new ArgumentOutOfRangeException(nameof(resource), resource, "A limit that prlimit has no option for."),
        };
        return value == ulong.MaxValue ? $"--{name}=unlimited" : string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
    }
}
