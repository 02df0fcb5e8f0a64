using System.Text;
using System.Text.Json;
using Pando.Api.Monitor;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando qemu-monitor-command</c>.</summary>
internal static class MonitorCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var command = new Operands("COMMAND", WordKind.Text);
        var human = new Flag("--hmp");
        var pretty = new Flag("--pretty");
        var value = new Flag("--return-value");
        var timeout = new Setting("--timeout", "SECONDS");
        return new CliCommand(name, "qemu-monitor-command", SendAsync, machine, command, human, pretty, value, timeout)
        {
            Examples =
            [
                "pando qemu-monitor-command web1 query-status --pretty",
                "pando qemu-monitor-command web1 '{\"execute\":\"query-block\"}' --return-value",
                "pando qemu-monitor-command web1 --hmp 'info block'",
            ],
        };

        async Task<int> SendAsync(Run run)
        {
            if (run.Has(human) && (run.Has(pretty) || run.Has(value)))
            {
                throw CliException.Usage("hmp-alone");
            }
            TimeSpan? limit = run.Value(timeout) is { } seconds ? SecondsText.Of(seconds, default) : null;
            if (run.Has(human))
            {
                var line = new HumanCommandRequest { Command = string.Join(' ', run.Values(command)) };
                var printed = await run.Client.SendHumanCommandAsync(run.Value(machine), line, limit, run.Interrupts.Token);
                run.Show(printed, writer => writer.WriteLine(printed.Output.ReplaceLineEndings("\n").TrimEnd('\n')));
                return ExitCode.Done;
            }
            var answer = await run.Client.SendMonitorCommandAsync(run.Value(machine), MonitorCommandText.Of(run.Values(command)), limit, run.Interrupts.Token);
            return Write(run, answer, run.Has(pretty) || run.Json, run.Has(value));
        }
    }

    /// <summary>As virsh prints it: the whole answer as QEMU gave it, also a refusal; or only what it returned.</summary>
    private static int Write(Run run, MonitorAnswer answer, bool indented, bool onlyValue)
    {
        if (onlyValue)
        {
            var returned = answer.Return ?? throw new CliException(ExitCode.Failed, "monitor-refused") { Words = answer.Error?.Desc };
            run.Out.WriteLine(RawJson.Text(returned, indented));
            return ExitCode.Done;
        }
        var whole = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            [answer.Return is null ? "error" : "return"] = answer.Return ?? Error(answer.Error!),
        };
        run.Out.WriteLine(RawJson.Text(whole, indented));
        return ExitCode.Done;
    }

    private static JsonElement Error(MonitorError error) =>
        JsonElement.Parse($$"""{"class":{{Quoted(error.Class)}},"desc":{{Quoted(error.Desc)}}}""");

    private static string Quoted(string text) => '"' + JsonEncodedText.Encode(text).ToString() + '"';
}

/// <summary>A command as its words were typed.</summary>
internal static class MonitorCommandText
{
    /// <summary>
    /// JSON goes as it is; else the first word is the command, and the others its arguments: an object, or the members of
    /// one.
    /// </summary>
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<string> words)
    {
        var whole = string.Join(' ', words);
        if (IsObject(whole))
        {
            return Encoding.UTF8.GetBytes(whole);
        }
        var name = $"\"{JsonEncodedText.Encode(words[0])}\"";
        if (words.Count == 1)
        {
            return Encoding.UTF8.GetBytes($$"""{"execute":{{name}}}""");
        }
        var rest = string.Join(' ', words.Skip(1));
        var members = IsObject(rest) ? rest : IsObject($"{{{rest}}}") ? $"{{{rest}}}" : throw CliException.Usage("monitor-arguments", ("value", rest));
        return Encoding.UTF8.GetBytes($$"""{"execute":{{name}},"arguments":{{members}}}""");
    }

    private static bool IsObject(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
