using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pando.ScriptedQemu;

/// <summary>The stand-in itself: accepts monitors one after the other, answers them, and ends when it is told to.</summary>
internal sealed class Machine
{
    private const PosixSignal GuestShutsDown = (PosixSignal)10;
    private const PosixSignal GuestReboots = (PosixSignal)12;

    private readonly CommandLine _commandLine;
    private readonly Script _script;
    private readonly Guest _guest;
    private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PluggedDevices _plugged;
    private readonly Migration _migration;
    private int _answered;

    public Machine(CommandLine commandLine, Script script)
    {
        _commandLine = commandLine;
        _script = script;
        _guest = new Guest(commandLine, code => _end.TrySetResult(code));
        _plugged = new PluggedDevices(commandLine);
        _migration = new Migration(script, _guest, code => _end.TrySetResult(code));
    }

    public async Task<int> RunAsync()
    {
        using PosixSignalRegistration term = On(PosixSignal.SIGTERM, () =>
        {
            if (!_script.DeafToSigterm)
            {
                _guest.End("host-signal");
            }
        });
        using PosixSignalRegistration shutdown = On(GuestShutsDown, _guest.ShutDown);
        using PosixSignalRegistration reboot = On(GuestReboots, _guest.Reboot);
        using PosixSignalRegistration panic = On(PosixSignal.SIGHUP, _guest.Panic);

        (int descriptor, bool listens) = _commandLine.Monitor;
        using var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        Task serving = listens ? ServeAllAsync(socket) : ServeAsync(socket);
        return await await Task.WhenAny(_end.Task, serving.ContinueWith(_ => _end.Task, TaskScheduler.Default).Unwrap());
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action act) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        act();
    });

    private async Task ServeAllAsync(Socket listener)
    {
        while (true)
        {
            await ServeAsync(await listener.AcceptAsync());
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var incoming = new DescriptorStream(socket);
        await using var peer = new ScriptedPeer(socket, patience: Timeout.InfiniteTimeSpan, incoming: incoming);
        if (_script.Hangs)
        {
            await HangAsync();
        }

        try
        {
            await peer.GreetAsync();
            _guest.Attach(peer);
            while (await peer.ReceiveAsync() is { } request)
            {
                if (request.Command == "getfd")
                {
                    _migration.Give(request.Arguments.GetProperty("fdname").GetString()!, incoming.Next());
                }

                if (request.Command == "add-fd" && incoming.Next() is { } descriptor)
                {
                    _migration.Give(PluggedDevices.SetOf(request.Arguments), descriptor);
                }

                if (!await AnswerAsync(peer, request))
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // The other side went away in the middle; QEMU waits for the next one too.
        }
        finally
        {
            _guest.Detach();
        }
    }

    /// <summary>False when the connection is to be closed.</summary>
    private async Task<bool> AnswerAsync(ScriptedPeer peer, ScriptedRequest request)
    {
        string command = request.Command;
        if (_script.Log is { } log)
        {
            await File.AppendAllLinesAsync(log, [command]);
        }

        if (_script.HangsOn(command) || (command != "qmp_capabilities" && _answered++ >= _script.HangsAfter))
        {
            await HangAsync();
        }

        if (_script.ExitsOn(command) is { } exit)
        {
            await Console.Error.WriteLineAsync(exit.Words);
            _end.TrySetResult(exit.Code);
            await HangAsync();
        }

        if (_script.Holds(command) is { } file)
        {
            await UntilThereIsAsync(file);
        }

        if (_script.Ignores(command))
        {
            return true;
        }

        if (_script.ClosesOn(command))
        {
            return false;
        }

        if (_script.SaysGarbageOn(command))
        {
            await peer.SayAsync("Segmentation fault");
        }
        else if (_script.Refuses(command) is { } refusal)
        {
            await peer.RefuseAsync(request, refusal.ErrorClass, refusal.Words);
        }
        else
        {
            await AnswerTrulyAsync(peer, request);
        }

        return true;
    }

    private async Task AnswerTrulyAsync(ScriptedPeer peer, ScriptedRequest request)
    {
        if (_plugged.Refusal(request) is { } refused)
        {
            await peer.RefuseAsync(request, refused.ErrorClass, refused.Words);
            return;
        }

        string? answer = new Answers(_commandLine, _guest, _plugged, _migration, _script.MigrationTakesFiles).To(request);
        if (answer is null)
        {
            await peer.RefuseAsync(request, "CommandNotFound", $"The command {request.Command} has not been found");
            return;
        }

        // As QEMU has it: a guest that goes on or stops does so before the answer, all else is only asked for by then.
        switch (request.Command)
        {
            case "cont":
                _guest.Continue();
                break;
            case "stop":
                _guest.Stop();
                break;
            case "migrate":
                _migration.Out(request.Arguments.GetProperty("uri").GetString()!);
                break;
            case "migrate_cancel":
                _migration.Cancel();
                break;
            case "migrate-incoming":
                _migration.In(request.Arguments.GetProperty("uri").GetString()!);
                break;
            case "dump-guest-memory":
                _migration.Dump(request.Arguments.GetProperty("protocol").GetString()!);
                break;
            default:
                break;
        }

        await peer.ReturnAsync(request, answer);
        switch (request.Command)
        {
            case "system_reset":
                _guest.Reset("host-qmp-system-reset", byGuest: false);
                break;
            case "device_del":
                Unplug(request.Arguments.GetProperty("id").GetString()!);
                break;
            case "system_powerdown":
                _guest.PressPowerButton(heeded: !_script.DeafToPowerdown);
                break;
            case "quit":
                _guest.End("host-qmp-quit");
                break;
            default:
                break;
        }
    }

    /// <summary>The guest lets a device go at once, says no, does so once a file is there, or never.</summary>
    private void Unplug(string device)
    {
        if (_script.RefusesRelease(device))
        {
            _guest.Happen("DEVICE_UNPLUG_GUEST_ERROR", $$"""{"device": "{{device}}", "path": "/machine/peripheral/{{device}}"}""");
        }
        else if (_script.ReleasesOnceThereIs(device) is { } file)
        {
            _plugged.Ask(device);
            _ = Task.Run(async () =>
            {
                await UntilThereIsAsync(file);
                Release(device);
            });
        }
        else if (!_script.Keeps(device))
        {
            Release(device);
        }
    }

    private void Release(string device)
    {
        _plugged.Forget(device);
        _guest.Happen("DEVICE_DELETED", $$"""{"device": "{{device}}", "path": "/machine/peripheral/{{device}}"}""");
    }

    private static async Task UntilThereIsAsync(string file)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!File.Exists(file))
        {
            await look.WaitForNextTickAsync();
        }
    }

    private static Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan);
}
