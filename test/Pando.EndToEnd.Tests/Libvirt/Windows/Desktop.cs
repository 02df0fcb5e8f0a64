using System.Diagnostics;
using System.Text.Json;

namespace Pando.EndToEnd.Tests.Libvirt.Windows;

/// <summary>
/// A screen of a test's own (Xvfb) with a session bus, and a person before it (<c>person.py</c>) who looks at windows and presses
/// buttons. Pictures that are kept lie beside the tests' program, in <c>pictures</c>.
/// </summary>
internal sealed class Desktop : IAsyncDisposable
{
    private static readonly string[] Size = ["-screen", "0", "1280x900x24"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly string _folder;
    private readonly Process _screen;
    private Process? _person;
    private Task<string> _words = Task.FromResult(string.Empty);

    private Desktop(string folder, Process screen) => (_folder, _screen) = (folder, screen);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="inside">What goes before programs, to be where the machines' displays are.</param>
    public static async Task<Desktop> OpenAsync(IReadOnlyList<string> inside)
    {
        var folder = Directory.CreateTempSubdirectory("pando-desktop-").FullName;
        var desktop = new Desktop(
            folder, Process.Start(new ProcessStartInfo("Xvfb", [.. Size, "-nolisten", "tcp", "-displayfd", "1"]) { RedirectStandardOutput = true, RedirectStandardError = true })!);
        try
        {
            _ = desktop._screen.StandardError.ReadToEndAsync(CancellationToken.None);
            var number = await desktop._screen.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Limit, Ct);
            await desktop.SeatAsync(inside, $":{number}");
            return desktop;
        }
        catch
        {
            await desktop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program with windows; it ends with the desktop.</summary>
    public Task StartAsync(params string[] program) => OrderAsync(["start", .. program]);

    /// <summary>Waits until a thing of such a role shows a name that matches all of a pattern.</summary>
    public Task SeeAsync(string role, string name) => OrderAsync("see", role, name);

    /// <summary>Waits until it is there no more.</summary>
    public Task GoneAsync(string role, string name) => OrderAsync("gone", role, name);

    /// <summary>Presses it as soon as it can be.</summary>
    public Task PressAsync(string role, string name) => OrderAsync("press", role, name);

    /// <summary>Clicks into its middle.</summary>
    public Task ChooseAsync(string role, string name) => OrderAsync("choose", role, name);

    /// <summary>Waits until bright letters are on its dark ground.</summary>
    public Task LitAsync(string role, string name) => OrderAsync("lit", role, name);

    /// <summary>Keeps a picture of all.</summary>
    public async Task KeepAsync(string name)
    {
        var pictures = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName;
        await OrderAsync("keep", Path.Combine(pictures, name + ".png"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_person is not null)
        {
            _person.StandardInput.Close();
            await EndAsync(_person);
        }
        if (!_screen.HasExited)
        {
            _screen.Kill();
        }
        await EndAsync(_screen);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task EndAsync(Process process)
    {
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit);
        process.Dispose();
    }

    private async Task SeatAsync(IReadOnlyList<string> inside, string display)
    {
        var person = Path.Combine(Programs.Repository, "test", "Pando.EndToEnd.Tests", "Libvirt", "Windows", "person.py");
        string[] command = [.. inside, "dbus-run-session", "--", "/usr/bin/python3", person];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing of the user's own desktop, nothing kept.
        (string Name, string Value)[] surroundings =
            [("DISPLAY", display), ("HOME", _folder), ("XDG_RUNTIME_DIR", _folder), ("GSETTINGS_BACKEND", "memory"), ("LC_ALL", "C.UTF-8"), ("GDK_BACKEND", "x11")];
        foreach (var (name, value) in surroundings)
        {
            start.Environment[name] = value;
        }
        start.Environment.Remove("DBUS_SESSION_BUS_ADDRESS");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _person = Process.Start(start)!;
        _words = _person.StandardError.ReadToEndAsync(CancellationToken.None);
        Assert.Equal("ready", await _person.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Limit, Ct) ?? await _words);
    }

    private async Task OrderAsync(params string[] order)
    {
        await _person!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order));
        await _person.StandardInput.FlushAsync(Ct);
        var answer = await _person.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Limit, Ct) ?? await _words;
        if (answer.StartsWith("failed", StringComparison.Ordinal))
        {
            await _person.StandardInput.WriteLineAsync("[\"all\"]");
            await _person.StandardInput.FlushAsync(Ct);
            throw new InvalidOperationException($"{string.Join(' ', order)}: {answer}; {await _person.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Limit, Ct)}");
        }
    }
}
