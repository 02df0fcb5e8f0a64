using System.Globalization;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.Changing;

/// <summary>A definition with one I/O thread more or less.</summary>
internal static class IoThreadLists
{
    /// <exception cref="CallerException"><c>domain.iothread-there</c></exception>
    public static DomainDefinition With(DomainDefinition definition, IoThreadDefinition thread) => Has(definition, thread.Id)
        ? throw new CallerException(ErrorCodes.Domain.IoThreadThere, ("name", definition.Name), ("thread", Text(thread.Id)))
        : definition with { IoThreads = definition.IoThreads.Add(thread) };

    /// <summary>What was said of its processors goes with it.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-iothread</c>, <c>domain.iothread-in-use</c></exception>
    public static DomainDefinition Without(DomainDefinition definition, int number)
    {
        if (!Has(definition, number))
        {
            throw new CallerException(ErrorCodes.Domain.NoSuchIoThread, ("name", definition.Name), ("thread", Text(number)));
        }
        if (IoThreadUsers.Of(definition, number) is [var user, ..])
        {
            throw new CallerException(ErrorCodes.Domain.IoThreadInUse, ("name", definition.Name), ("thread", Text(number)), ("device", user));
        }
        var tuning = definition.CpuTuning;
        return definition with
        {
            IoThreads = definition.IoThreads.RemoveAll(thread => thread.Id == number),
            CpuTuning = tuning with
            {
                IoThreadPins = tuning.IoThreadPins.RemoveAll(pin => pin.Thread == number),
                IoThreadScheduling = tuning.IoThreadScheduling.RemoveAll(one => one.Thread == number),
            },
        };
    }

    /// <summary>What is said replaces what was; the rest of the thread stays.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-iothread</c></exception>
    public static DomainDefinition Changed(DomainDefinition definition, IoThreadDefinition values) => Has(definition, values.Id)
        ? definition with { IoThreads = definition.IoThreads.Items.Select(thread => thread.Id == values.Id ? Changed(thread, values) : thread).ToEquatableArray() }
        : throw new CallerException(ErrorCodes.Domain.NoSuchIoThread, ("name", definition.Name), ("thread", Text(values.Id)));

    private static IoThreadDefinition Changed(IoThreadDefinition thread, IoThreadDefinition values) => thread with
    {
        ThreadPoolMin = values.ThreadPoolMin ?? thread.ThreadPoolMin,
        ThreadPoolMax = values.ThreadPoolMax ?? thread.ThreadPoolMax,
        Polling = values.Polling is not { } polling ? thread.Polling : new IoThreadPolling(
            polling.MaxNanoseconds ?? thread.Polling?.MaxNanoseconds, polling.Grow ?? thread.Polling?.Grow, polling.Shrink ?? thread.Polling?.Shrink),
    };

    private static bool Has(DomainDefinition definition, int number) => definition.IoThreads.Items.Any(thread => thread.Id == number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
