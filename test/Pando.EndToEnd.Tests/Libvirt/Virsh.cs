using System.Diagnostics;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>The real virsh against an instance.</summary>
internal sealed class Virsh
{
    private readonly bool _readOnly;

    public Virsh(string root, bool readOnly = false) : this(Path.Combine(root, "run", "libvirt", readOnly ? "libvirt-sock-ro" : "libvirt-sock")) => _readOnly = readOnly;

    private Virsh(string socket) => Uri = $"qemu:///system?socket={socket}";

    /// <summary>The URI under which libvirt's clients find the instance.</summary>
    public string Uri { get; }

    /// <summary>Against whoever listens there.</summary>
    public static Virsh At(string socket) => new(socket);

    /// <summary>What it says; throws where it does not end well.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (status, output, errors) = await TryAsync(arguments);
        return status == 0 ? output : throw new InvalidOperationException($"virsh {string.Join(' ', arguments)}: {status} {output} {errors}");
    }

    /// <summary>How it ended, and what it said.</summary>
    public async Task<(int Status, string Output, string Errors)> TryAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        return (process.ExitCode, (await output).Trim(), (await errors).Trim());
    }

    /// <summary>Starts it; the caller ends it.</summary>
    public Process Start(params string[] arguments) => Start("virsh", ["-c", Uri, .. _readOnly ? ["-r"] : Array.Empty<string>(), .. arguments]);

    /// <summary>Starts it as a person does, in a terminal whose other end the streams are; the caller ends it.</summary>
    public Process StartInTerminal(params string[] arguments) =>
        Start("script", ["--quiet", "--return", "--command", $"virsh -c '{Uri}' {string.Join(' ', arguments)}", "/dev/null"]);

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
