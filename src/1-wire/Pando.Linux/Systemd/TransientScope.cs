using Pando.Linux.Dbus;

namespace Pando.Linux.Systemd;

/// <summary>
/// A unit of systemd around processes that it did not start (systemd.scope(5), org.freedesktop.systemd1(5)): it has a control
/// group of its own, delegated to us, outlives this service, and goes when its last process does.
/// </summary>
/// <param name="Name">Ends in <c>.scope</c>.</param>
/// <param name="Slice">The slice that it is in.</param>
/// <param name="Description">For people.</param>
/// <param name="Pid">Its first process.</param>
public sealed record TransientScope(string Name, string Slice, string Description, int Pid)
{
    private const string Bus = "/run/dbus/system_bus_socket";
    private const string PrivateSocket = "/run/systemd/private";
    private const string Systemd = "org.freedesktop.systemd1";
    private const string ManagerInterface = "org.freedesktop.systemd1.Manager";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Has systemd make it, and returns once the process is in it.</summary>
    /// <exception cref="IOException">systemd refuses, or its message bus cannot be reached.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public static async Task StartAsync(TransientScope scope, TimeProvider time, CancellationToken cancellationToken, string busSocket = Bus)
    {
        ArgumentNullException.ThrowIfNull(scope);
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using DbusConnection bus = await ConnectAsync(busSocket, both.Token);
            DbusMessage answer = await bus.CallAsync(scope.Call(), both.Token);
            await EndOfJobAsync(bus, answer.TextAt(0).Text, scope.Name, both.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"systemd did not make {scope.Name} within {Limit.TotalSeconds} s.", e);
        }
    }

    private static async Task<DbusConnection> ConnectAsync(string busSocket, CancellationToken cancellationToken)
    {
        if (!File.Exists(busSocket) && File.Exists(PrivateSocket))
        {
            // Early in the boot, and where no message bus is installed: what systemctl uses then. It sends every signal.
            return await DbusConnection.ConnectAsync(PrivateSocket, isBus: false, cancellationToken);
        }

        DbusConnection bus = await DbusConnection.ConnectAsync(busSocket, isBus: true, cancellationToken);
        await bus.MatchAsync($"type='signal',sender='{Systemd}',interface='{ManagerInterface}',member='JobRemoved'", cancellationToken);
        return bus;
    }

    private static async Task EndOfJobAsync(DbusConnection bus, string job, string unit, CancellationToken cancellationToken)
    {
        while (true)
        {
            DbusMessage signal = await bus.SignalAsync(cancellationToken);
            if (signal.Member != "JobRemoved")
            {
                continue;
            }

            // JobRemoved(u id, o job, s unit, s result)
            (string path, int next) = signal.TextAt(sizeof(uint));
            if (path == job)
            {
                (_, next) = signal.TextAt(next);
                string result = signal.TextAt(next).Text;
                if (result != "done")
                {
                    throw new IOException($"systemd could not make {unit}: {result}.");
                }

                return;
            }
        }
    }

    private DbusCall Call() => new(Systemd, "/org/freedesktop/systemd1", ManagerInterface, "StartTransientUnit")
    {
        Signature = "ssa(sv)a(sa(sv))",
        Body = body => body
            .Text(Name)
            .Text("fail")
            .Array(8, properties =>
            {
                properties.Structure().Text("Description").Signature("s").Text(Description);
                properties.Structure().Text("Slice").Signature("s").Text(Slice);
                properties.Structure().Text("Delegate").Signature("b").Number(1);
                // A failed one would keep the name taken.
                properties.Structure().Text("CollectMode").Signature("s").Text("inactive-or-failed");
                properties.Structure().Text("PIDs").Signature("au").Array(sizeof(uint), pids => pids.Number((uint)Pid));
            })
            .Array(8, static _ => { }),
    };
}
