using System.Globalization;
using System.Text.Json;
using Pando.Domains.Monitor;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Keys;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What QEMU and the guest's agent are asked directly.</summary>
internal sealed class DomainMonitorProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const uint HumanCommand = 1;

    // How long an agent is waited for, by words instead of a number of seconds.
    private const int NoLimit = -2;
    private const int UsualLimit = -1;
    private const int NoWait = 0;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainSendKey, async (call, arguments) => await SendKeyAsync(call, arguments));
        table.Add(RemoteProgram.DomainInjectNmi, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            await services.Monitor.InjectNmiAsync(lookup.Get(arguments.Dom).Id, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(QemuProgram.DomainMonitorCommand, async (call, arguments) => await CommandAsync(call, arguments));
        table.Add(QemuProgram.DomainAgentCommand, async (call, arguments) => await AgentCommandAsync(call, arguments));
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw LibvirtRefusal.InvalidArgument($"cannot parse json {text}: {e.Message}");
        }
    }

    private async ValueTask<Nothing> SendKeyAsync(Call call, DomainSendKeyArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var set = (KeyCodeSet)arguments.Codeset;
        if (!Enum.IsDefined(set))
        {
            throw LibvirtRefusal.InvalidArgument($"Unsupported codeset {arguments.Codeset}");
        }
        if (arguments.Keycodes.Count is 0 or > KeyTable.MostAtOnce)
        {
            throw LibvirtRefusal.InvalidArgument($"nkeycodes must be from 1 to {KeyTable.MostAtOnce}");
        }
        var hold = arguments.Holdtime == 0 ? (TimeSpan?)null : TimeSpan.FromMilliseconds(arguments.Holdtime);
        await services.Monitor.SendKeysAsync(
            lookup.Get(arguments.Dom).Id, [.. arguments.Keycodes.Select(key => KeyTable.QemuNumber(set, key.ToString(CultureInfo.InvariantCulture)))], hold, call.Cancellation);
        return Nothing.Value;
    }

    /// <summary>QEMU's own answer, errors included: whoever sends it commands reads it.</summary>
    private async ValueTask<QemuDomainMonitorCommandRet> CommandAsync(Call call, QemuDomainMonitorCommandArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, HumanCommand);
        var id = lookup.Get(arguments.Dom).Id;
        if (arguments.Flags == HumanCommand)
        {
            return new QemuDomainMonitorCommandRet(await services.Monitor.HumanCommandAsync(id, arguments.Cmd, null, call.Cancellation));
        }
        var answer = await services.Monitor.CommandAsync(id, Parse(arguments.Cmd), null, call.Cancellation);
        return new QemuDomainMonitorCommandRet(Text(answer));
    }

    private static string Text(MonitorAnswer answer)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (answer.Error is { } error)
            {
                json.WriteStartObject("error");
                json.WriteString("class", error.Class);
                json.WriteString("desc", error.Description);
                json.WriteEndObject();
            }
            else
            {
                json.WritePropertyName("return");
                (answer.Return ?? Parse("{}")).WriteTo(json);
            }
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private async ValueTask<QemuDomainAgentCommandRet> AgentCommandAsync(Call call, QemuDomainAgentCommandArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        TimeSpan? limit = arguments.Timeout switch
        {
            NoLimit => TimeSpan.FromDays(1),
            UsualLimit => null,
            NoWait => TimeSpan.FromSeconds(1),
            > 0 => TimeSpan.FromSeconds(arguments.Timeout),
            _ => throw LibvirtRefusal.InvalidArgument($"guest agent timeout '{arguments.Timeout}' is less than the minimum '{NoLimit}'"),
        };
        var answer = await services.Agents.CommandAsync(lookup.Get(arguments.Dom).Id, Parse(arguments.Cmd), limit, call.By, call.Cancellation);
        return new QemuDomainAgentCommandRet(answer.GetRawText());
    }
}
