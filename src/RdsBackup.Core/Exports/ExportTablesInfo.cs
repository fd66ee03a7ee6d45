using System.Text.Json;

namespace RdsBackup.Exports;

/// <summary>
/// Reads an export_tables_info file as it comes: it describes every column of every table, of which nothing is kept but what is checked.
/// </summary>
/// <param name="json">The file. Not disposed.</param>
internal sealed class ExportTablesInfo(Stream json)
{
    private const int LongestToken = 16 * 1024 * 1024;
    private byte[] _buffer = new byte[64 * 1024];
    private int _count;
    private bool _isAtEnd;
    private JsonReaderState _state;
    private bool _isInList;
    private bool _hasList;
    private string? _property;
    private string? _target;
    private string? _status;
    private string? _warning;

    /// <summary>The next tables; empty when there are no more.</summary>
    /// <exception cref="JsonException">The file ends early, or is not what it should be.</exception>
    public async Task<IReadOnlyList<ExportedTable>> ReadAsync(CancellationToken cancellationToken)
    {
        List<ExportedTable> tables = [];
        while (tables.Count == 0 && !_isAtEnd)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            Parse(tables);
        }

        return tables;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_count == _buffer.Length)
        {
            Array.Resize(ref _buffer, _count < LongestToken ? _count * 2 : throw new JsonException("A value is too long."));
        }

        int read = await json.ReadAsync(_buffer.AsMemory(_count), cancellationToken).ConfigureAwait(false);
        _count += read;
        _isAtEnd = read == 0;
    }

    private void Parse(List<ExportedTable> tables)
    {
        Utf8JsonReader reader = new(_buffer.AsSpan(0, _count), _isAtEnd, _state);
        while (reader.Read())
        {
            Take(ref reader, tables);
        }

        _state = reader.CurrentState;
        int consumed = (int)reader.BytesConsumed;
        _buffer.AsSpan(consumed, _count - consumed).CopyTo(_buffer);
        _count -= consumed;
        if (_isAtEnd && !_hasList)
        {
            throw new JsonException("There is no perTableStatus.");
        }
    }

    // {"perTableStatus": [{"target": …, "status": …, "warningMessage": …}]}: depth 1 names the list, 2 is an entry, 3 its members.
    private void Take(ref Utf8JsonReader reader, List<ExportedTable> tables)
    {
        switch (reader.TokenType, reader.CurrentDepth)
        {
            case (JsonTokenType.PropertyName, 1):
                _isInList = reader.ValueTextEquals("perTableStatus"u8);
                break;
            case (JsonTokenType.StartArray, 1) when _isInList:
                _hasList = true;
                break;
            case (JsonTokenType.StartObject, 2) when _isInList:
                (_target, _status, _warning) = (null, null, null);
                break;
            case (JsonTokenType.PropertyName, 3) when _isInList:
                _property = reader.GetString();
                break;
            case (JsonTokenType.String, 3) when _isInList:
                TakeMember(reader.GetString());
                break;
            case (JsonTokenType.EndObject, 2) when _isInList:
                tables.Add(new ExportedTable(_target ?? throw new JsonException("A table has no target."), _status, _warning));
                break;
        }
    }

    private void TakeMember(string? value)
    {
        switch (_property)
        {
            case "target":
                _target = value;
                break;
            case "status":
                _status = value;
                break;
            case "warningMessage":
                _warning = string.IsNullOrWhiteSpace(value) ? null : value;
                break;
        }
    }
}
