using Microsoft.Extensions.Logging;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Xml.NetworkFilters;
using Pando.Networks.Filters.Shipped;

namespace Pando.Networks.Filters;

/// <summary>What happens when the daemon starts: definitions are read, the usual ones made once, and the table brought in line.</summary>
public sealed partial class NetworkFilterRegistry
{
    /// <summary>Reads all definitions and takes up the interfaces that stand behind them. The networks are to be open before.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        foreach (var stored in await _services.History.LoadAllAsync(Sort, cancellationToken))
        {
            OpenOne(stored);
        }
        await MakeUsualAsync(cancellationToken);
        _isOpen = true;
        await LookAsync(cancellationToken);
    }

    /// <summary>Once in the life of a host: whoever changes or removes one of them is not given it again.</summary>
    private async Task MakeUsualAsync(CancellationToken cancellationToken)
    {
        var mark = Path.Combine(_services.Paths.Lib, "usual-filters-made");
        if (File.Exists(mark))
        {
            return;
        }
        foreach (var xml in UsualFilters.All())
        {
            var definition = NetworkFilterXml.Read(xml);
            if (Find(definition.Name) is null)
            {
                await StoreAsync(definition, 0, Caller.Daemon, "define", cancellationToken);
            }
        }
        await File.WriteAllTextAsync(mark, string.Empty, cancellationToken);
    }

    private void OpenOne(StoredDefinition stored)
    {
        try
        {
            var definition = NetworkFilterXml.Read(stored.Text);
            _views[definition.Id] = new NetworkFilterView(definition, stored.Version);
        }
        catch (CallerException e)
        {
            // Written by a later version, or damaged by hand: the others are not to suffer, and nothing is thrown away.
            LogUnreadable(e, stored.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored definition of network filter {Filter} cannot be read; it is left as it is")]
    private partial void LogUnreadable(Exception failure, string filter);
}
