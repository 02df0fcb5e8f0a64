using System.Collections.Concurrent;
using System.Text;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Secrets;
using Pando.Model.State;
using Pando.Model.Xml.Secrets;

namespace Pando.Secrets;

/// <summary>
/// The host's secrets. Their definitions stand in the store, their values in files that only the daemon's user can read;
/// of an ephemeral one nothing is written anywhere.
/// </summary>
public sealed class SecretStore : ISecretValues, IDisposable
{
    /// <summary>The largest value, in bytes: that of libvirt.</summary>
    public const int MostBytes = 65536;

    private const string Prefix = "secrets/";

    private readonly IRevisionedStore _store;
    private readonly IEvents _events;
    private readonly SecretFiles _files;
    private readonly ConcurrentDictionary<Guid, SecretDefinition> _known = [];
    private readonly ConcurrentDictionary<Guid, byte[]> _ephemeral = [];
    private readonly SemaphoreSlim _change = new(1);

    private SecretStore(IRevisionedStore store, IEvents events, string directory) => (_store, _events, _files) = (store, events, new SecretFiles(directory));

    /// <summary>Reads what there is. Values whose secret is gone (the daemon died between the two) are removed.</summary>
    public static async Task<SecretStore> OpenAsync(IRevisionedStore store, IEvents events, string directory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var opened = new SecretStore(store, events, directory);
        foreach (var entry in (await store.RangeAsync(Prefix, cancellationToken)).Entries)
        {
            var definition = SecretDefinitionXml.Read(Encoding.UTF8.GetString(entry.Value.Span));
            opened._known[definition.Id] = definition;
        }
        opened._files.KeepOnly(opened._known.Keys);
        return opened;
    }

    /// <summary>All of them, by use and uuid.</summary>
    public IReadOnlyList<SecretView> List() =>
        [.. _known.Values.OrderBy(secret => secret.Usage?.Name ?? "", StringComparer.Ordinal).ThenBy(secret => secret.Id).Select(View)];

    /// <summary>One, by its uuid or its use.</summary>
    /// <exception cref="CallerException"><c>secret.not-found</c></exception>
    public SecretView Get(string secret) => View(Find(secret));

    /// <summary>Defines one, or changes the description of one; its value stays.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, <c>secret.usage-taken</c>, <c>secret.fixed</c>.</exception>
    public async Task<SecretView> DefineAsync(string xml, CancellationToken cancellationToken = default)
    {
        var definition = SecretDefinitionXml.Read(xml);
        await _change.WaitAsync(cancellationToken);
        try
        {
            RequireAllowed(definition);
            if (!definition.Ephemeral)
            {
                await _store.CommitAsync(StoreTransaction.Empty.Put(Key(definition.Id), Encoding.UTF8.GetBytes(SecretDefinitionXml.Write(definition))), cancellationToken);
            }
            _known[definition.Id] = definition;
        }
        finally
        {
            _change.Release();
        }
        Tell("secret.defined", definition);
        return View(definition);
    }

    /// <summary>Gives it a value.</summary>
    /// <exception cref="CallerException"><c>secret.not-found</c>, <c>secret.bad-value</c>.</exception>
    /// <exception cref="MachineryException"><c>secret.not-kept</c></exception>
    public async Task SetValueAsync(string secret, byte[] value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        await _change.WaitAsync(cancellationToken);
        SecretDefinition definition;
        try
        {
            definition = Find(secret);
            if (value.Length is 0 or > MostBytes)
            {
                throw new CallerException(ErrorCodes.Secret.BadValue, ("name", Name(definition)), ("reason", $"1…{MostBytes}"));
            }
            if (definition.Ephemeral)
            {
                _ephemeral[definition.Id] = [.. value];
            }
            else
            {
                await _files.WriteAsync(definition.Id, Name(definition), value, cancellationToken);
            }
        }
        finally
        {
            _change.Release();
        }
        Tell("secret.value-changed", definition);
    }

    /// <summary>Its value, for a person.</summary>
    /// <exception cref="CallerException"><c>secret.not-found</c>, <c>secret.no-value</c>, <c>secret.is-private</c>.</exception>
    public byte[] GetValue(string secret)
    {
        var definition = Find(secret);
        return definition.Private ? throw new CallerException(ErrorCodes.Secret.IsPrivate, ("name", Name(definition))) : Value(definition);
    }

    /// <inheritdoc/>
    public byte[] ValueOf(SecretReference reference, SecretUsageKind use)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var found = reference.Id is { } id ? _known.GetValueOrDefault(id) : FindByUse(new SecretUsage(use, reference.Usage ?? ""));
        return Value(found ?? throw NotFound(reference.ToString()));
    }

    /// <summary>Forgets it and its value.</summary>
    /// <exception cref="CallerException"><c>secret.not-found</c></exception>
    public async Task UndefineAsync(string secret, CancellationToken cancellationToken = default)
    {
        await _change.WaitAsync(cancellationToken);
        SecretDefinition definition;
        try
        {
            definition = Find(secret);
            if (!definition.Ephemeral)
            {
                await _store.CommitAsync(StoreTransaction.Empty.Delete(Key(definition.Id)), cancellationToken);
            }
            _known.TryRemove(definition.Id, out _);
            _ephemeral.TryRemove(definition.Id, out _);
            _files.Delete(definition.Id);
        }
        finally
        {
            _change.Release();
        }
        Tell("secret.undefined", definition);
    }

    /// <inheritdoc/>
    public void Dispose() => _change.Dispose();

    private void Tell(string what, SecretDefinition secret)
    {
        if (secret.Usage is { } usage)
        {
            _events.Publish(what, secret.Id.ToString(), ("usage-type", $"{usage.Kind}"), ("usage", usage.Name));
            return;
        }
        _events.Publish(what, secret.Id.ToString());
    }

    private static string Key(Guid id) => Prefix + id;

    private static string Name(SecretDefinition definition) => definition.Usage?.Name ?? definition.Id.ToString();

    private static CallerException NotFound(string name) => new(ErrorCodes.Secret.NotFound, ("name", name));

    private SecretView View(SecretDefinition definition) =>
        new(definition, definition.Ephemeral ? _ephemeral.ContainsKey(definition.Id) : _files.Has(definition.Id));

    private byte[] Value(SecretDefinition definition) =>
        (definition.Ephemeral ? _ephemeral.GetValueOrDefault(definition.Id)?.ToArray() : _files.TryRead(definition.Id, Name(definition)))
        ?? throw new CallerException(ErrorCodes.Secret.NoValue, ("name", Name(definition)));

    private SecretDefinition Find(string secret) =>
        (Guid.TryParse(secret, out var id) ? _known.GetValueOrDefault(id) : _known.Values.Where(other => other.Usage?.Name == secret).OrderBy(other => other.Usage!.Kind).FirstOrDefault())
        ?? throw NotFound(secret);

    private SecretDefinition? FindByUse(SecretUsage usage) => _known.Values.FirstOrDefault(other => other.Usage == usage);

    /// <summary>What libvirt refuses too: a use that another has, and changes that would let a value out.</summary>
    private void RequireAllowed(SecretDefinition definition)
    {
        if (definition.Usage is { } usage && FindByUse(usage) is { } other && other.Id != definition.Id)
        {
            throw new CallerException(ErrorCodes.Secret.UsageTaken, ("usage", usage.Name), ("other", other.Id.ToString()));
        }
        if (_known.GetValueOrDefault(definition.Id) is not { } before)
        {
            return;
        }
        var changed = before.Usage != definition.Usage ? "usage"
            : before.Private && !definition.Private ? "private"
            : before.Ephemeral != definition.Ephemeral ? "ephemeral"
            : null;
        if (changed is not null)
        {
            throw new CallerException(ErrorCodes.Secret.Fixed, ("name", Name(before)), ("what", changed));
        }
    }
}
