using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Storage.Programs;

/// <summary>
/// qemu-img, which gets every file as an open descriptor and opens no path of its own: what is behind an image is said to
/// it, never found out by it.
/// </summary>
internal sealed class QemuImg(ProgramRunner programs, RunAs? user)
{
    private const string Program = "qemu-img";
    private const int TargetNumber = 3;
    private const string Target = "/dev/fd/3";
    private const int FirstSourceNumber = 4;

    // Long enough for one percent of a large disk on a slow one.
    private static readonly TimeSpan CopySilenceLimit = TimeSpan.FromMinutes(15);

    /// <summary>Makes an empty qcow2 image, or one that is backed by another (which is not opened).</summary>
    public Task CreateAsync(
        SafeFileHandle target, string name, long capacityBytes, (string Path, string Format)? backing, string? options, CancellationToken cancellationToken) =>
        RunAsync(
        [
            "create", "-q", "-u", "-f", "qcow2",
            .. options is { } asked ? ["-o", asked] : Array.Empty<string>(),
            .. backing is { } below ? ["-F", below.Format, "-b", below.Path] : Array.Empty<string>(),
            "--", Target, Bytes(capacityBytes),
        ], $"Creating {name}", [new InheritedDescriptor(target, TargetNumber)], cancellationToken: cancellationToken);

    /// <summary>How much room a copy of a disk takes, at most.</summary>
    public async Task<long> MeasureAsync(OpenedDisk source, string format, CancellationToken cancellationToken)
    {
        var answer = new List<string>();
        await RunAsync(["measure", "--output=json", "-O", format, "--", Node(source)], "Measuring the image", Sources(source),
            answer.Add, cancellationToken: cancellationToken);
        try
        {
            return JsonNode.Parse(string.Join('\n', answer))!["required"]!.GetValue<long>();
        }
        catch (Exception wrong) when (wrong is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new PeerException(ErrorCodes.Storage.ProgramFailed, string.Join('\n', answer), wrong,
                ("program", Program), ("what", "Measuring the image"), ("status", "an answer that is not understood"));
        }
    }

    /// <summary>Copies a disk into an image that is there already, is empty and is at least as large.</summary>
    public Task CopyAsync(OpenedDisk source, SafeFileHandle target, string format, string name, Action<double> progress, CancellationToken cancellationToken) =>
        RunAsync(["convert", "-p", "-n", "--target-is-zero", "-O", format, "--", Node(source), Target], $"Copying to {name}",
            [new InheritedDescriptor(target, TargetNumber), .. Sources(source)], Percent(progress), CopySilenceLimit, cancellationToken);

    /// <summary>Makes a compressed qcow2 image of a raw disk.</summary>
    public Task CompressAsync(OpenedDisk source, SafeFileHandle target, string name, Action<double> progress, CancellationToken cancellationToken) =>
        RunAsync(["convert", "-p", "-c", "-m", "4", "-W", "-O", "qcow2", "-o", "compression_type=zstd", "--", Node(source), Target], $"Compressing {name}",
            [new InheritedDescriptor(target, TargetNumber), .. Sources(source)], Percent(progress), CopySilenceLimit, cancellationToken);

    /// <summary>Makes a qcow2 image larger.</summary>
    public Task GrowAsync(OpenedDisk disk, string name, long capacityBytes, CancellationToken cancellationToken) =>
        RunAsync(["resize", "-q", "--", Node(disk), Bytes(capacityBytes)], $"Growing {name}", Sources(disk), cancellationToken: cancellationToken);

    private Task RunAsync(
        ImmutableArray<string> arguments, string what, ImmutableArray<InheritedDescriptor> descriptors, Action<string>? onLine = null,
        TimeSpan? silenceLimit = null, CancellationToken cancellationToken = default) =>
        programs.RunAsync(new ProgramRun(Program, arguments, what)
        {
            User = user,
            Descriptors = descriptors,
            OnLine = onLine,
            SilenceLimit = silenceLimit ?? TimeSpan.FromSeconds(60),
        }, cancellationToken);

    private static ImmutableArray<InheritedDescriptor> Sources(OpenedDisk disk) =>
        [.. disk.Chain.Select(static (image, depth) => new InheritedDescriptor(image.Handle, FirstSourceNumber + depth))];

    /// <summary>The whole chain in QEMU's own words, down to an explicit end: qemu-img then looks for nothing by itself.</summary>
    private static string Node(OpenedDisk disk)
    {
        JsonNode? below = null;
        for (var depth = disk.Chain.Count - 1; depth >= 0; depth--)
        {
            var image = disk.Chain[depth];
            var node = new JsonObject
            {
                ["driver"] = image.Format,
                ["file"] = new JsonObject
                {
                    ["driver"] = FileStatus.Of(image.Handle).Kind is FileKind.BlockDevice ? "host_device" : "file",
                    ["filename"] = string.Create(CultureInfo.InvariantCulture, $"/dev/fd/{FirstSourceNumber + depth}"),
                },
            };
            if (image.Format is "qcow2")
            {
                node["backing"] = below;
            }
            below = node;
        }
        return "json:" + below!.ToJsonString();
    }

    /// <summary>Reads what -p prints: <c>    (12.34/100%)</c>.</summary>
    internal static Action<string> Percent(Action<double> progress) => line =>
    {
        var text = line.AsSpan().Trim();
        if (text is ['(', ..] && text.IndexOf('/') is > 0 and var slash
            && double.TryParse(text[1..slash], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent))
        {
            progress(Math.Clamp(percent / 100, 0, 1));
        }
    };

    private static string Bytes(long count) => count.ToString(CultureInfo.InvariantCulture);
}
